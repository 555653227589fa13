// Error against evaluations: every sampler on every grid at every budget.

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/measure/ode/sampler_orders.hpp"
#include "kolmo/process/variance_preserving.hpp"
#include "sampler_orders/parts.hpp"

namespace kolmo::sampler_orders {
namespace {

constexpr const char* rules[] = {"lambda", "karras", "log_time", "time"};

/// One sampler on one grid: true evaluations and errors.
struct Curve {
  std::string sampler, rule;
  std::vector<double> evaluations, errors;
};

Curve curve(const ode::SamplerEntry& sampler, const char* rule, const measure::SamplerProblem& problem,
            const std::vector<Index>& budgets) {
  Curve found{sampler.claim.name, rule, {}, {}};
  const auto clock = problem.clock();
  for (const Index budget : budgets) {
    if (sampler.claim.evaluations_per_step > static_cast<double>(budget)) continue;
    const Index steps = ode::steps_within(sampler, budget, false);
    const auto grid = ode::sampling_grid(clock, ode::find_grid_rule(rule), steps);
    const auto evaluations = static_cast<double>(sampler.program(grid, {}).evaluations());
    if (!found.evaluations.empty() && evaluations <= found.evaluations.back()) continue;
    found.evaluations.push_back(evaluations);
    found.errors.push_back(measure::trajectory_error(sampler, problem, grid, {}));
  }
  return found;
}

std::vector<Curve> all_curves(const measure::SamplerProblem& problem, const std::vector<Index>& budgets) {
  std::vector<const ode::SamplerEntry*> some;
  for (const ode::SamplerEntry& sampler : ode::samplers()) {
    if (!sampler.adds_noise) some.push_back(&sampler);
  }
  std::vector<Curve> curves(some.size() * std::size(rules));
  for_each_task(static_cast<Index>(curves.size()), [&](Index i) {
    const auto place = static_cast<std::size_t>(i);
    curves[place] = curve(*some[place % some.size()], rules[place / some.size()], problem, budgets);
  });
  return curves;
}

void write(const std::vector<Curve>& curves, io::Group& part) {
  for (const Curve& one : curves) {
    if (one.evaluations.empty()) continue;
    io::Group& group = part.group("work_precision/" + one.rule + "_" + one.sampler);
    group.attribute("long_name", "root mean square error of trajectories");
    group.attribute("scheme", one.sampler);
    group.scale("evaluations", one.evaluations, {"evaluations of the score", "1"});
    group.variable("error", {"evaluations"}, one.errors, {"root mean square error of trajectories", "1"});
    group.variable("standard_error", {"evaluations"}, std::vector<double>(one.errors.size(), 0.0),
                   {"standard error of the error; 0 where there is no sampling", "1"});
  }
}

}  // namespace

frame::Plan budgets_plan(const density::GaussianMixture& data, double t_min,
                         const std::vector<Index>& budgets) {
  frame::Plan plan{
      "Error against evaluations",
      "Trajectories of the probability flow under VP from t = 1 to t_min, starts of rising order, "
      "200 quantile starts, exact score."};
  measure::SamplerProblem problem{std::make_shared<process::VariancePreserving>(0.1, 20.0, 1.0, 1), data, 1,
                                  t_min};
  const auto curves = frame::lazy([=] { return all_curves(problem, budgets); });
  plan.tables.push_back([=](io::Group& part) { write(curves->get(), part); });
  return plan;
}

}  // namespace kolmo::sampler_orders
