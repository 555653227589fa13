// Every sampler without noise on a learned score, whose law nobody knows: against the network's own flow.

#include <cmath>
#include <limits>

#include "frame/problem/model_flow.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/ode/samplers/counting_score.hpp"
#include "sampler_orders/budget_curves.hpp"
#include "sampler_orders/parts.hpp"

namespace kolmo::sampler_orders {
namespace {

using frame::ModelFlow;

constexpr Index starts = 64;
constexpr Index coarsest = 160, finest = 640;
constexpr double slack = 0.15;

/// The flow with starts and ends.
struct LearnedProblem {
  explicit LearnedProblem(std::shared_ptr<const score::ScoreModel> model, const RandomStream& stream)
      : flow(std::move(model)), from(flow.starts(starts, stream)), to(flow.carried(from).places) {}

  /// Root mean square distance from the ends, in units of the data's deviation.
  double error(const ode::SamplerEntry& sampler, const ode::SamplingGrid& grid,
               const ode::SamplerOptions& options) const {
    Points x = from;
    ode::sample(sampler, grid, *flow.score, RandomStream(1), x, options);
    return std::sqrt((x - to).square().rowwise().sum().mean()) / flow.model->spec().spread();
  }

  ModelFlow flow;
  Points from, to;
};

bool measured(const ode::SamplerEntry& sampler) {
  return !sampler.adds_noise && sampler.claim.order(Sense::time);
}

/// Evaluations at one place by a wrapper around the network, beside what the program says.
verify::Check evaluations(const LearnedProblem& problem, const ode::SamplerEntry& sampler) {
  const auto grid = ode::sampling_grid(problem.flow.clock, ode::find_grid_rule("lambda"), 15);
  const ode::CountingScore counting(*problem.flow.score);
  Points x = problem.from;
  ode::sample(sampler, grid, counting, RandomStream(1), x);
  return verify::value_check(static_cast<double>(sampler.program(grid, {}).evaluations()),
                             static_cast<double>(counting.places()) / static_cast<double>(x.rows()), 0,
                             "the sampler's program", "evaluations a place of 15 steps");
}

}  // namespace

frame::Plan learned_plan(std::shared_ptr<const score::ScoreModel> model, const std::vector<Index>& budgets,
                         std::uint64_t seed) {
  const score::ModelSpec& spec = model->spec();
  frame::Plan plan{"Samplers on a learned score",
                   "The probability flow of the network from noise " + number_text(spec.sigma_max / 1.5, 4) +
                       " to " + number_text(spec.sigma_min, 4) +
                       ", 64 starts; errors are distances from its own flow at a tolerance of 1e-13, in "
                       "deviations of the data."};
  plan.in_parallel = true;
  const auto problem = frame::lazy([=] { return LearnedProblem(model, RandomStream(seed).role("learned")); });
  for (const ode::SamplerEntry& sampler : ode::samplers()) {
    if (!measured(sampler)) continue;
    const std::string name = "order_" + sampler.claim.name;
    plan.studies.push_back(
        {name, [=, &sampler] {
           constexpr ode::SamplerOptions full = {ode::SamplerStart::single_step};
           return measure::trajectory_study(
               name, sampler, problem->get().flow.clock,
               [&](const ode::SamplingGrid& grid) { return problem->get().error(sampler, grid, full); },
               ode::find_grid_rule("lambda"), full, coarsest, finest, *sampler.claim.order(Sense::time),
               slack);
         }});
    plan.checks.push_back({"evaluations_" + sampler.claim.name,
                           [=, &sampler] { return evaluations(problem->get(), sampler); }});
  }
  plan.tables.push_back([=](io::Group& part) {
    const auto errors = [&](const ode::SamplerEntry& sampler, const ode::SamplingGrid& grid) {
      constexpr double none = std::numeric_limits<double>::quiet_NaN();
      return BudgetErrors{sampler.adds_noise ? none : problem->get().error(sampler, grid, {}), none, 0};
    };
    write_curves(all_curves(problem->get().flow.clock, budgets, errors), budgets, part);
  });
  return plan;
}

}  // namespace kolmo::sampler_orders
