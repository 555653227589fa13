#include "sde_convergence/linear_parts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/core/number_text.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/measure/problems/frozen_noise.hpp"
#include "kolmo/measure/problems/periodic.hpp"
#include "kolmo/measure/problems/reference_values.hpp"
#include "kolmo/measure/sde/affine_moments.hpp"
#include "kolmo/measure/sde/claimed_orders.hpp"
#include "kolmo/measure/sde/multiplicative_moments.hpp"
#include "kolmo/measure/sde/one_step_moments.hpp"
#include "kolmo/measure/sde/stability_limit.hpp"
#include "kolmo/measure/sde/weak_without_sampling.hpp"
#include "kolmo/process/exact_kernel.hpp"
#include "kolmo/process/geometric_brownian_motion.hpp"
#include "kolmo/process/marginal.hpp"
#include "kolmo/process/ornstein_uhlenbeck.hpp"
#include "kolmo/process/reverse_process.hpp"
#include "kolmo/process/variance_preserving.hpp"

namespace kolmo::sde_convergence {
namespace {

using namespace measure;
using sde::SdeScheme;
using verify::noise_free_study;
using verify::OrderStudy;
using ProcessPtr = std::shared_ptr<const process::Process>;

constexpr const char* source = "data/reference/h_strong_weak.json";

verify::Check reference_check(double expected, double observed, double tolerance) {
  return verify::value_check(expected, observed, tolerance, source);
}

/// Where the drift is linear and the noise additive, nothing is left of the terms with ∂²f/∂x² that hold a
/// scheme to strong order 1.5: with ΔZ it has order 2.
double strong_order_of_linear_drift(double claimed) { return claimed == 1.5 ? 2 : claimed; }

/// Where the noise is linear in the state, nothing is left of the term with ∂²g/∂x² that holds a scheme to
/// weak order 1.5.
double weak_order_of_linear_noise(double claimed) { return claimed == 1.5 ? 2 : claimed; }

/// A process that starts from a Gaussian law and has one at every time.
struct LinearProblem {
  ProcessPtr process;
  GaussianLaw start, end;
  double begin_time, end_time;
};

GaussianLaw gaussian(double mean, double variance) {
  return {Eigen::VectorXd::Constant(1, mean), Eigen::MatrixXd::Constant(1, 1, variance)};
}

GaussianLaw law_at(const process::Process& process, const GaussianLaw& start, double s, double t) {
  const process::Kernel kernel = exact_kernel(process, s, t).value();
  return gaussian(kernel.centre(0) + kernel.scale * (start.mean(0) - kernel.centre(0)),
                  kernel.scale * kernel.scale * start.covariance(0, 0) + kernel.variance);
}

struct MomentErrors {
  double mean, variance;
};

MomentErrors moment_errors(const SdeScheme& scheme, const process::Process& process,
                           const LinearProblem& problem, Index steps) {
  const GaussianLaw law =
      propagate(scheme, process, problem.start, problem.begin_time, problem.end_time, steps).value();
  return {law.mean(0) - problem.end.mean(0), law.covariance(0, 0) - problem.end.covariance(0, 0)};
}

/// Mean and variance of every scheme whose steps are affine. The mean follows the equation without noise.
void add_moments(const std::shared_ptr<const LinearProblem>& problem, const std::string& prefix,
                 const std::vector<Index>& steps, Plan& plan) {
  for (const SdeScheme* scheme : sde::schemes()) {
    const process::Process& process = *problem->process;
    if (!scheme->can_step(process) || !claimed_weak_order(*scheme, process)) continue;
    if (!affine_step(*scheme, process, problem->begin_time, 0.01)) continue;
    const Claim& claim = scheme->claim();
    for (const bool mean : {true, false}) {
      const double claimed =
          mean ? claim.order(Sense::time).value() : claimed_weak_order(*scheme, process).value();
      const std::string name = prefix + claim.name + (mean ? "_mean" : "_variance");
      plan.studies.push_back(
          {name, [=] {
             std::vector<verify::OrderPoint> points;
             for (const Index n : steps) {
               const MomentErrors e = moment_errors(*scheme, *problem->process, *problem, n);
               const double h = (problem->end_time - problem->begin_time) / static_cast<double>(n);
               points.push_back({h, std::abs(mean ? e.mean : e.variance)});
             }
             return noise_free_study({name, mean ? "error of the mean" : "error of the variance"},
                                     scheme->claim(), claimed, std::move(points), 1e-11);
           }});
    }
  }
}

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
               std::move(points));
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
                              return noise_free_study(
                                  {name, "error of the stationary variance"}, scheme->claim(),
                                  *scheme->claim().order(Sense::stationary), std::move(points));
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

std::shared_ptr<const LinearProblem> vp_problem(bool reverse) {
  const auto forward = std::make_shared<process::VariancePreserving>(0.1, 20, 1, 1);
  const GaussianLaw data = gaussian(1, 0.25);
  if (!reverse) {
    return std::make_shared<LinearProblem>(
        LinearProblem{forward, data, law_at(*forward, data, 0, 0.4), 0, 0.4});
  }
  const density::GaussianMixture mixture(
      Eigen::ArrayXd::Ones(1), Points::Constant(1, 1, 1.0),
      density::Covariances::isotropic(Eigen::ArrayXd::Constant(1, 0.25), 1));
  const auto score = std::make_shared<process::MarginalScore>(forward, mixture);
  const auto process = std::make_shared<process::ReverseProcess>(forward, score, 1);
  return std::make_shared<LinearProblem>(
      LinearProblem{process, law_at(*forward, data, 0, 1), law_at(*forward, data, 0, 0.02), 0, 0.98});
}

/// Errors of the reference carry rounding of up to 1e−12.
void add_vp_reference(Plan& plan) {
  for (const VpRow& row : vp_rows) {
    for (std::size_t k = 0; k < row.mean.size(); ++k) {
      const Index steps = Index{100} << k;
      const std::string name = std::string(row.reverse ? "reverse_" : "forward_") + row.scheme +
                               (row.frozen ? "_frozen_" : "_") + number_text(steps);
      const auto errors = lazy([&row, steps] {
        const auto problem = vp_problem(row.reverse);
        const Frozen frozen(*problem->process);
        return moment_errors(sde::scheme(row.scheme), row.frozen ? frozen : *problem->process, *problem,
                             steps);
      });
      plan.checks.push_back({"reference/mean_" + name,
                             [=, &row] { return reference_check(row.mean[k], errors->get().mean, 1e-11); }});
      plan.checks.push_back({"reference/variance_" + name, [=, &row] {
                               return reference_check(row.variance[k], errors->get().variance, 1e-11);
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

Plan variance_preserving_plan(const RunSettings&) {
  Plan plan{"Variance-preserving diffusion, forward and back",
            "dX = -beta X dt/2 + sqrt(beta) dW, beta = 0.1 + 19.9 t, from N(1, 1/4) to t = 0.4, and from p_1 "
            "back to "
            "t = 0.02 with the exact score",
            {},
            {}};
  const std::vector<Index> steps{100, 200, 400, 800, 1600, 3200};
  add_moments(vp_problem(false), "forward_", steps, plan);
  add_moments(vp_problem(true), "reverse_", steps, plan);
  add_vp_reference(plan);
  return plan;
}

Plan geometric_brownian_motion_plan(const RunSettings&) {
  Plan plan{"Geometric Brownian motion", "dX = 0.5 X dt + 0.3 X dW from 1; reference at 0.8 X dW", {}, {}};
  const std::vector<Index> steps = step_counts(16, 1024);
  for (const SdeScheme* scheme : sde::schemes()) {
    const process::GeometricBrownianMotion process(0.5, 0.3);
    if (!scheme->can_step(process) || !multiplicative_errors(*scheme, 0.5, 0.3, 1, 16)) continue;
    const Claim& claim = scheme->claim();
    const auto add = [&](const std::string& name, const std::string& long_name, std::optional<double> claimed,
                         double MultiplicativeErrors::*error) {
      if (!claimed) return;
      plan.studies.push_back(
          {name, [=] {
             std::vector<verify::OrderPoint> points;
             for (const Index n : steps) {
               const auto errors = multiplicative_errors(*scheme, 0.5, 0.3, 1, n).value();
               points.push_back({1.0 / static_cast<double>(n), std::abs(errors.*error)});
             }
             return noise_free_study({name, long_name}, scheme->claim(), *claimed, std::move(points));
           }});
    };
    add("strong_" + claim.name, "root mean square distance of paths at the end from the exact solution",
        claim.order(Sense::strong, Context::commutative), &MultiplicativeErrors::strong);
    std::optional<double> square = claim.order(Sense::weak, Context::general);
    if (square) square = weak_order_of_linear_noise(*square);
    add("weak_" + claim.name + "_square", "error of E X^2", square, &MultiplicativeErrors::square);
  }
  for (const MultiplicativeRow& row : multiplicative_rows) {
    const auto add = [&](const char* what, const char* scheme, double expected,
                         double MultiplicativeErrors::*error) {
      const std::string name = std::string("reference/") + what + "_" + scheme + "_" + number_text(row.steps);
      plan.checks.push_back({name, [=, steps = row.steps] {
                               const auto errors =
                                   multiplicative_errors(sde::scheme(scheme), 0.5, 0.8, 1, steps).value();
                               return reference_check(expected, errors.*error, 1e-9);
                             }});
    };
    add("strong", "euler_maruyama", row.euler_strong, &MultiplicativeErrors::strong);
    add("strong", "milstein", row.milstein_strong, &MultiplicativeErrors::strong);
    add("mean", "euler_maruyama", row.euler_mean, &MultiplicativeErrors::mean);
    add("square", "euler_maruyama", row.euler_square, &MultiplicativeErrors::square);
    add("square", "milstein", row.milstein_square, &MultiplicativeErrors::square);
  }
  return plan;
}

}  // namespace kolmo::sde_convergence
