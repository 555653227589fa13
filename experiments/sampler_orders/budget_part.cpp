// Error against evaluations: every sampler on every grid at every budget.

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/measure/ode/gaussian_sampling.hpp"
#include "sampler_orders/budgets.hpp"
#include "sampler_orders/parts.hpp"

namespace kolmo::sampler_orders {
namespace {

constexpr const char* rules[] = {"lambda", "karras", "log_time", "time"};
constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// One sampler on one grid at all budgets; none where a budget is too small for a step.
struct Curve {
  std::string sampler, rule;
  std::vector<double> evaluations, trajectory, law, spread;
};

Curve curve(const ode::SamplerEntry& sampler, const char* rule, const BudgetProblem& problem,
            const std::vector<Index>& budgets) {
  Curve found{sampler.claim.name, rule, {}, {}, {}, {}};
  for (const Index budget : budgets) {
    for (auto* column : {&found.evaluations, &found.trajectory, &found.law, &found.spread})
      column->push_back(none);
    if (sampler.claim.evaluations_per_step > static_cast<double>(budget)) continue;
    const auto grid = ode::sampling_grid(problem.clock, ode::find_grid_rule(rule),
                                         ode::steps_within(sampler, budget, false));
    const BudgetErrors errors = errors_at(sampler, grid, problem);
    found.evaluations.back() = static_cast<double>(sampler.program(grid, {}).evaluations());
    found.trajectory.back() = errors.trajectory;
    found.law.back() = errors.law;
    found.spread.back() = errors.spread;
  }
  return found;
}

std::vector<Curve> all_curves(const BudgetProblem& problem, const std::vector<Index>& budgets) {
  const auto& some = ode::samplers();
  std::vector<Curve> curves(some.size() * std::size(rules));
  for_each_task(static_cast<Index>(curves.size()), [&](Index i) {
    const auto place = static_cast<std::size_t>(i);
    curves[place] = curve(some[place % some.size()], rules[place / some.size()], problem, budgets);
  });
  return curves;
}

void write_curve(const std::string& name, const Curve& curve, const std::vector<double>& errors,
                 const std::string& what, io::Group& part) {
  std::vector<double> evaluations, known, spread;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    const bool again = !evaluations.empty() && curve.evaluations[i] <= evaluations.back();
    if (std::isnan(errors[i]) || again) continue;
    evaluations.push_back(curve.evaluations[i]);
    known.push_back(errors[i]);
    spread.push_back(curve.spread[i]);
  }
  if (known.empty()) return;
  io::Group& group = part.group("work_precision/" + name);
  group.attribute("long_name", what);
  group.attribute("scheme", curve.sampler);
  group.scale("evaluations", evaluations, {"evaluations of the score", "1"});
  group.variable("error", {"evaluations"}, known, {what, "1"});
  group.variable("standard_error", {"evaluations"}, spread,
                 {"spread of the error between two replicates; 0 without noise", "1"});
}

/// Everything in one table, and the sampler of the least error at each budget on each grid.
void write_table(const std::vector<Curve>& curves, const std::vector<Index>& budgets, io::Group& part) {
  io::Group& table = part.group("table");
  std::vector<std::string> samplers, grids(std::begin(rules), std::end(rules));
  for (const ode::SamplerEntry& sampler : ode::samplers()) samplers.push_back(sampler.claim.name);
  table.scale("grid", grids, {"grid of times", "1"});
  table.scale("sampler", samplers, {"sampler", "1"});
  table.scale("budget", std::vector<double>(budgets.begin(), budgets.end()),
              {"evaluations of the score that are allowed", "1"});
  const auto add = [&](const char* name, std::vector<double> Curve::*column, const char* what) {
    std::vector<double> all;
    for (const Curve& one : curves) all.insert(all.end(), (one.*column).begin(), (one.*column).end());
    table.variable(name, {"grid", "sampler", "budget"}, all, {what, "1", "", true});
  };
  add("evaluations", &Curve::evaluations, "evaluations that are made");
  add("trajectory_error", &Curve::trajectory, "root mean square error of trajectories");
  add("law_error", &Curve::law, "W2 to the exact law");
  add("law_spread", &Curve::spread, "spread of W2 between two replicates");
  std::vector<std::string> best;
  for (std::size_t g = 0; g < grids.size(); ++g) {
    for (std::size_t b = 0; b < budgets.size(); ++b) {
      const auto error = [&](std::size_t s) {
        const double value = curves[g * samplers.size() + s].law[b];
        return std::isnan(value) ? std::numeric_limits<double>::infinity() : value;
      };
      std::size_t least = 0;
      for (std::size_t s = 1; s < samplers.size(); ++s) least = error(s) < error(least) ? s : least;
      best.push_back(samplers[least]);
    }
  }
  table.variable("best", {"grid", "budget"}, best, {"sampler of the least W2", "1"});
}

void write(const std::vector<Curve>& curves, const std::vector<Index>& budgets, io::Group& part) {
  for (const Curve& one : curves) {
    const std::string name = one.rule + "_" + one.sampler;
    write_curve(name, one, one.trajectory, "root mean square error of trajectories", part);
    write_curve("law_" + name, one, one.law, "W2 to the exact law", part);
  }
  write_table(curves, budgets, part);
}

/// The largest of W2 over the trajectories' error.
double largest_share(const std::vector<Curve>& curves) {
  double largest = 0;
  for (const Curve& one : curves) {
    for (std::size_t i = 0; i < one.law.size(); ++i) {
      if (!std::isnan(one.trajectory[i])) largest = std::max(largest, one.law[i] / one.trajectory[i]);
    }
  }
  return largest;
}

/// On data N(0, ¼) both laws are normal, and W2 is |√v − √v_exact|, v by the recursion of variances.
verify::Check law_of_gaussian(const ode::SamplerEntry& sampler, const Budgets& budgets) {
  const density::GaussianMixture data = density::mixture_1d(
      Eigen::Array<double, 1, 1>(1.0), Eigen::Array<double, 1, 1>(0.0), Eigen::Array<double, 1, 1>(0.5));
  const BudgetProblem problem(data, budgets);
  const auto grid = ode::sampling_grid(problem.clock, ode::find_grid_rule("lambda"), 10);
  const double exact = std::abs(std::sqrt(measure::sampled_variance(sampler, grid, 0.25)) -
                                std::sqrt(measure::exact_variance(grid.nodes.back(), 0.25)));
  return verify::value_check(
      exact, errors_at(sampler, grid, problem).law, 0.02 * exact + 2 / static_cast<double>(budgets.particles),
      "recursion of Gaussian moments", "W2 of data N(0, 1/4) after 10 steps, noise stratified");
}

}  // namespace

frame::Plan budgets_plan(const density::GaussianMixture& data, const Budgets& budgets) {
  frame::Plan plan{
      "Error against evaluations",
      "The probability flow and the reverse diffusion from t_max to t_min, starts of rising order, "
      "exact score: 200 quantile starts, and stratified noise where a sampler adds noise."};
  const auto curves =
      frame::lazy([=] { return all_curves(BudgetProblem(data, budgets), budgets.evaluations); });
  plan.checks.push_back({"law_within_trajectories", [=] {
                           return verify::value_check(
                               1, std::max(1.0, largest_share(curves->get())), 1e-9,
                               "W2 is the least root mean square distance of all couplings",
                               "largest of W2 over the error of trajectories, at least 1");
                         }});
  for (const ode::SamplerEntry& sampler : ode::samplers()) {
    if (!sampler.adds_noise || !sampler.claim.order(Sense::weak, Context::additive)) continue;
    plan.checks.push_back(
        {"gaussian_law_" + sampler.claim.name, [=, &sampler] { return law_of_gaussian(sampler, budgets); }});
  }
  plan.tables.push_back([=](io::Group& part) { write(curves->get(), budgets.evaluations, part); });
  return plan;
}

}  // namespace kolmo::sampler_orders
