// Noise for a part of the way: where the reverse diffusion hands over to the flow, or takes over from it.

#include <algorithm>
#include <string>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/measure/ode/sampled_law.hpp"
#include "sampler_orders/parts.hpp"

namespace kolmo::sampler_orders {
namespace {

constexpr Index steps = 20;  ///< of one evaluation each, uniform in λ

/// W2 at t_min after `first` steps of one sampler and the rest of another; index: steps of the first.
using Errors = Eigen::ArrayXd;

struct Switched {
  Errors noise_first, flow_first;
};

Points half_way(const char* sampler, const BudgetProblem& problem, Index from, Index to, Points x) {
  if (from == to) return x;
  ode::SamplingGrid part = ode::sampling_grid(problem.clock, ode::find_grid_rule("lambda"), steps);
  part.nodes = {part.nodes.begin() + from, part.nodes.begin() + to + 1};
  return measure::sampled_places(ode::find_sampler(sampler), part, *problem.score,
                                 problem.stream(static_cast<std::uint64_t>(from)), std::move(x));
}

Errors errors(const char* first, const char* second, const BudgetProblem& problem, double shift) {
  Errors found(steps + 1);
  for_each_task(steps + 1, [&](Index k) {
    Points x = half_way(first, problem, 0, k, problem.noisy_starts + shift);
    found[k] =
        measure::quantile_distance(half_way(second, problem, k, steps, std::move(x)), problem.noisy_ends);
  });
  return found;
}

Switched switched(const BudgetProblem& problem, double shift) {
  return {errors("ancestral", "dpmpp_2m", problem, shift), errors("dpmpp_2m", "ancestral", problem, shift)};
}

void write(const char* name, const Switched& found, const BudgetProblem& problem, io::Group& part) {
  io::Group& group = part.group(name);
  const auto grid = ode::sampling_grid(problem.clock, ode::find_grid_rule("lambda"), steps);
  Eigen::ArrayXd times(steps + 1), lambdas(steps + 1);
  for (Index k = 0; k <= steps; ++k) {
    times[k] = grid.nodes[static_cast<std::size_t>(k)].t;
    lambdas[k] = grid.nodes[static_cast<std::size_t>(k)].lambda;
  }
  group.scale("lambda", lambdas, {"log(alpha/sigma) where the samplers change", "1"});
  group.variable("time", {"lambda"}, times, {"time where the samplers change", "1"});
  group.variable("noise_first", {"lambda"}, found.noise_first,
                 {"W2, ancestral before and dpmpp_2m after", "1"});
  group.variable("flow_first", {"lambda"}, found.flow_first,
                 {"W2, dpmpp_2m before and ancestral after", "1"});
}

}  // namespace

frame::Plan switching_plan(const Budgets& budgets) {
  frame::Plan plan{
      "Noise for a part of the way",
      "Two wells under VP, 20 evaluations, uniform lambda: ancestral sampling up to a time and dpmpp_2m "
      "after it, and the other "
      "way round; from the exact law at t = 1, and from a start that lies 1 to the right of it."};
  const auto problem = frame::lazy([=] {
    Budgets preserving = budgets;
    preserving.process = named_processes().front();
    return BudgetProblem(measure::two_wells(1).data, preserving);
  });
  const auto right = frame::lazy([=] { return switched(problem->get(), 0); });
  const auto shifted = frame::lazy([=] { return switched(problem->get(), 1); });
  // On exact scores noise costs accuracy; what it buys is that a wrong start is forgotten.
  plan.checks.push_back({"exact_start", [=] {
                           const Errors& found = right->get().noise_first;
                           return verify::value_check(0, found[0] / found[steps], 0.2, "measured: 0.11",
                                                      "W2 of the flow as a share of ancestral sampling's");
                         }});
  plan.checks.push_back({"shifted_start", [=] {
                           const Errors& found = shifted->get().noise_first;
                           return verify::value_check(
                               0, found.minCoeff() / std::min(found[0], found[steps]), 0.7, "measured: 0.53",
                               "W2 of the best handover as a share of that of the better sampler alone");
                         }});
  plan.tables.push_back([=](io::Group& part) {
    write("exact_start", right->get(), problem->get(), part);
    write("shifted_start", shifted->get(), problem->get(), part);
  });
  return plan;
}

}  // namespace kolmo::sampler_orders
