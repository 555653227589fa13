// The roads of paths, there and back, on the process's clock and on levels that share their noise.

#include <algorithm>

#include "four_roads/cost_limit.hpp"
#include "four_roads/flow/sampler_road.hpp"
#include "four_roads/paths/path_levels.hpp"
#include "four_roads/paths/path_plan.hpp"
#include "four_roads/paths/sample_summary.hpp"
#include "four_roads/refinement.hpp"
#include "four_roads/roads.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::four_roads {
namespace {

constexpr int most_more_rounds = 2;

/// Paths of the plan; where one leaves the finite numbers, of the next sturdier scheme.
PathRun finite_paths(const RoadContext& context, const process::Process& process, PathPlan& plan) {
  const RandomStream start = context.stream("sde/start");
  for (;;) {
    try {
      return run_paths(context,
                       {process, *plan.scheme, plan.steps, plan.particles, context.stream("sde/noise"),
                        "sde by " + plan.scheme->claim().name},
                       [&](Index first, Block out) { context.problem.sample_start(start, first, out); });
    } catch (const NumericalFailure&) {
      const sde::SdeScheme* next = sturdier(context.problem, process, *plan.scheme);
      if (next == nullptr) throw;
      plan = path_plan(context, process, next);
    }
  }
}

double share_outside(const Problem& problem, const CoupledRuns& levels) {
  double largest = 0;
  for (const Points& x : levels.samples[0]) {
    Eigen::Array<bool, Eigen::Dynamic, 1> outside =
        Eigen::Array<bool, Eigen::Dynamic, 1>::Constant(x.rows(), false);
    for (Index j = 0; j < x.cols(); ++j) {
      const Axis& axis = problem.domain[static_cast<std::size_t>(j)];
      outside = outside || x.col(j) < axis.lower || x.col(j) > axis.upper;
    }
    largest = std::max(largest, static_cast<double>(outside.count()) / static_cast<double>(x.rows()));
  }
  return largest;
}

std::string words(const PathPlan& plan, Index configured) {
  return plan.scheme->claim().name + ", " + number_text(plan.steps.schedule.total_steps()) + " steps in " +
         number_text(plan.steps.schedule.steps.size()) + " stretches" +
         (plan.particles < configured ? ", " + number_text(plan.particles) + " paths" : "");
}

}  // namespace

RoadOutput sde_road(const RoadContext& context) {
  const Problem& problem = context.problem;
  const auto& plant = context.settings.planted.sde;
  const ProcessPtr process = plant ? plant(problem.intrinsic) : problem.intrinsic;
  PathPlan plan = path_plan(context, *process);
  PathRun run;
  RoadOutput output;
  // What 4096 pilot paths had for enough, all of them may not.
  for (int round = 0;; ++round) {
    run = finite_paths(context, *process, plan);
    output = {};
    output.result.name = road::sde;
    output.result.times = problem.times;
    output.resolution = words(plan, problem.sde.particles);
    summarise_samples(context, {run.levels}, output);
    const int more = doublings(excess(problem, output, "step"), run.levels.order, 2);
    const auto finer = more > 0 && round < most_more_rounds ? finer_plan(problem, plan, more) : std::nullopt;
    if (!finer) break;
    plan = *finer;
  }
  say_cost_limit(
      problem, "the road of paths",
      {{"step", "sde.steps", plan.steps.schedule.total_steps(), run.levels.order, problem.sde.steps == 0}},
      output);
  if (problem.domain_from_paths)
    output.facts["share_outside_domain"] = {
        share_outside(problem, run.levels),
        "largest share of the paths outside the domain that was found for them"};
  return output;
}

RoadOutput reverse_sde_road(const RoadContext& context) {
  const Problem& problem = context.problem;
  if (is_sampler(problem.reverse.scheme))
    return sampled_reverse_road(context, problem.reverse, road::reverse_sde);
  const double end = problem.clock.back();
  const auto score = std::make_shared<process::MarginalScore>(problem.intrinsic, *problem.initial);
  const ProcessPtr reverse = std::make_shared<process::ReverseProcess>(problem.intrinsic, score, end);
  const auto& plant = context.settings.planted.reverse_sde;
  const ProcessPtr process = plant ? plant(reverse) : reverse;

  RoadOutput output;
  output.result.name = road::reverse_sde;
  std::vector<double> clock;  // s = τ_end − τ, from 0 to τ_end
  for (std::size_t i = problem.clock.size(); i-- > 0;) {
    clock.push_back(end - problem.clock[i]);
    if (i + 1 < problem.clock.size()) output.result.times.push_back(i == 0 ? 0 : problem.times[i - 1]);
  }
  const density::GaussianMixture law_at_end = problem.marginal(end);
  const RandomStream start = context.stream("reverse_sde/start");
  StepPlan plan{{clock, share_steps(clock, problem.reverse.steps, problem.levels)}, {}};
  for (std::size_t i = 0; i < clock.size(); ++i) plan.snapshot.push_back(static_cast<Index>(i) - 1);
  const PathRun run =
      run_paths(context,
                {*process, sde::scheme(problem.reverse.scheme), plan, problem.reverse.particles,
                 context.stream("reverse_sde/noise"), "reverse sde"},
                [&](Index first, Block out) { law_at_end.sample(start, first, out); });
  summarise_samples(context, {run.levels}, output);
  return output;
}

}  // namespace kolmo::four_roads
