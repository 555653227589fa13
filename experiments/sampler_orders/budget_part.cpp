// Error against evaluations: every sampler on every grid at every budget.

#include <algorithm>
#include <cmath>
#include <string>

#include "kolmo/measure/ode/gaussian_sampling.hpp"
#include "sampler_orders/budget_curves.hpp"
#include "sampler_orders/budgets.hpp"
#include "sampler_orders/parts.hpp"

namespace kolmo::sampler_orders {
namespace {

/// The largest of W2 over the trajectories' error.
double largest_share(const std::vector<BudgetCurve>& curves) {
  double largest = 0;
  for (const BudgetCurve& one : curves) {
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
  const auto curves = frame::lazy([=] {
    const BudgetProblem problem(data, budgets);
    return all_curves(problem.clock, budgets.evaluations,
                      [&](const ode::SamplerEntry& sampler, const ode::SamplingGrid& grid) {
                        return errors_at(sampler, grid, problem);
                      });
  });
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
  plan.tables.push_back([=](io::Group& part) { write_curves(curves->get(), budgets.evaluations, part); });
  return plan;
}

}  // namespace kolmo::sampler_orders
