// An Ornstein–Uhlenbeck process: strong errors in closed form, moments, laws at rest, stability.

#include "sde_convergence/linear_parts.hpp"

#include <cmath>

#include "kolmo/core/number_text.hpp"
#include "kolmo/measure/problems/periodic.hpp"
#include "kolmo/measure/problems/reference_values.hpp"
#include "kolmo/measure/sde/affine_moments.hpp"
#include "kolmo/measure/sde/claimed_orders.hpp"
#include "kolmo/measure/sde/one_step_moments.hpp"
#include "kolmo/measure/sde/stability_limit.hpp"
#include "kolmo/measure/sde/weak_without_sampling.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "sde_convergence/linear_problem.hpp"
#include "sde_convergence/reference_check.hpp"

namespace kolmo::sde_convergence {
namespace {

using namespace measure;
using sde::SdeScheme;
using verify::noise_free_study;
using verify::OrderStudy;

/// Where the drift is linear and the noise additive, nothing is left of the terms with ∂²f/∂x² that hold a
/// scheme to strong order 1.5: with ΔZ it has order 2.
double strong_order_of_linear_drift(double claimed) { return claimed == 1.5 ? 2 : claimed; }

/// The distance of the paths of a scheme that is exact from those with finer steps.
OrderStudy exact_strong_study(const SdeScheme& scheme, const RunSettings& settings) {
  const process::OrnsteinUhlenbeck process(1, 0, 1, 1);
  const PathProblem problem{process, Eigen::ArrayXd::Constant(1, 1.5)};
  return strong_study(scheme, problem, reference_paths(problem, settings.strong), settings.strong);
}

void add_strong_ornstein_uhlenbeck(const RunSettings& settings, const std::vector<Index>& steps, Plan& plan) {
  const process::OrnsteinUhlenbeck process(1, 0, 1, 1);
  for (const SdeScheme* scheme : sde::schemes()) {
    if (!scheme->can_step(process) || !scheme->claim().order(Sense::strong, Context::additive)) continue;
    if (!affine_step(*scheme, process, 0, 0.01)) continue;
    const std::string name = "strong_" + scheme->claim().name;
    if (!std::isfinite(*scheme->claim().order(Sense::strong, Context::additive))) {
      // z is not the Brownian increment there: the same paths at all steps are
      plan.studies.push_back({name, [=] { return exact_strong_study(*scheme, settings); }});
      continue;
    }
    plan.studies.push_back(
        {name, [=] {
           std::vector<verify::OrderPoint> points;
           for (const Index n : steps) {
             points.push_back({1.0 / static_cast<double>(n),
                               ornstein_uhlenbeck_strong_error(*scheme, 1, 1, 1.5, 1, n).value()});
           }
           return noise_free_study(
               {name, "root mean square distance of paths at the end from the exact solution"},
               scheme->claim(),
               strong_order_of_linear_drift(*scheme->claim().order(Sense::strong, Context::additive)),
               points);
         }});
  }
}

/// Variance of the stationary law of the chain, of every scheme that claims an order for it.
void add_stationary_variance(Plan& plan) {
  const process::OrnsteinUhlenbeck process(1, 0, 1, 1);
  for (const SdeScheme* scheme : sde::schemes()) {
    if (!scheme->can_step(process) || !scheme->claim().order(Sense::stationary)) continue;
    const std::string name = "stationary_" + scheme->claim().name;
    plan.studies.push_back({name, [=] {
                              const process::OrnsteinUhlenbeck ornstein(1, 0, 1, 1);
                              std::vector<verify::OrderPoint> points;
                              for (const Index n : step_counts(4, 64)) {
                                const double h = 1 / static_cast<double>(n);
                                const GaussianLaw law = stationary_law(*scheme, ornstein, h).value();
                                points.push_back({h, std::abs(law.covariance(0, 0) - 0.5)});
                              }
                              return noise_free_study({name, "error of the stationary variance"},
                                                      scheme->claim(),
                                                      *scheme->claim().order(Sense::stationary), points);
                            }});
  }
}

/// The closed forms are good to rounding: 1e−12 of the largest number on the way.
void add_additive_reference(Plan& plan) {
  const process::OrnsteinUhlenbeck process(1, 0, 1, 1);
  for (const AdditiveRow& row : additive_rows) {
    const std::string place = "_" + number_text(row.steps);
    for (const bool heun : {false, true}) {
      const SdeScheme& scheme = sde::scheme(heun ? "drift_heun" : "euler_maruyama");
      const std::string name = scheme.claim().name + place;
      plan.checks.push_back(
          {"reference/strong_" + name, [=, &scheme] {
             const double observed = ornstein_uhlenbeck_strong_error(scheme, 1, 1, 0, 1, row.steps).value();
             return reference_check(heun ? row.heun_strong : row.euler_strong, observed, 1e-10);
           }});
      plan.checks.push_back(
          {"reference/variance_" + name, [=, &scheme] {
             const process::OrnsteinUhlenbeck ornstein(1, 0, 1, 1);
             const GaussianLaw law = propagate(scheme, ornstein, gaussian(0, 0), 0, 1, row.steps).value();
             return reference_check(heun ? row.heun_variance : row.euler_variance,
                                    law.covariance(0, 0) - 0.5 * (1 - std::exp(-2.0)), 1e-12);
           }});
    }
  }
}

}  // namespace

Plan ornstein_uhlenbeck_plan(const RunSettings& settings) {
  Plan plan{
      "An Ornstein-Uhlenbeck process", "dX = -X dt + dW from N(1.5, 1/4); strong errors from 1.5", {}, {}};
  const std::vector<Index> steps = step_counts(16, 512);
  const auto process = std::make_shared<process::OrnsteinUhlenbeck>(1, 0, 1, 1);
  const GaussianLaw start = gaussian(1.5, 0.25);
  const auto problem =
      std::make_shared<LinearProblem>(LinearProblem{process, start, law_at(*process, start, 0, 1), 0, 1});
  add_strong_ornstein_uhlenbeck(settings, steps, plan);
  add_moments(problem, "weak_", steps, plan);
  add_stationary_variance(plan);
  for (const SdeScheme* scheme : sde::schemes()) {
    if (scheme->can_step(Periodic()) || !scheme->can_step(*process) || scheme->has_postprocessor()) continue;
    plan.checks.push_back(
        {"moments_" + scheme->claim().name, [=] { return one_step_moments(*scheme, *process); }});
  }
  add_additive_reference(plan);
  for (const SdeScheme* scheme : sde::schemes()) {
    if (!amplification(*scheme, 0.1)) continue;
    plan.checks.push_back({"stability_" + scheme->claim().name, [=] { return stability_check(*scheme); }});
  }
  return plan;
}

}  // namespace kolmo::sde_convergence
