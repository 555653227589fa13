// What approximate likelihoods make of one Gaussian, and which ones they are exact for.

#include <cmath>

#include "guidance_and_inverse_problems/linear_moments.hpp"
#include "guidance_and_inverse_problems/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/process/score/posterior_score.hpp"

namespace kolmo::guidance_and_inverse_problems {
namespace {

using process::Likelihood;
using Score = std::shared_ptr<const process::ScoreField>;

constexpr double value = 1.2;

density::LinearObservation observation(double variance) {
  return {Eigen::MatrixXd::Ones(1, 1), Eigen::VectorXd::Constant(1, value),
          Eigen::MatrixXd::Constant(1, 1, variance)};
}

/// DPS on N(0, 1), from α = 0: dα = −½βα dt turns both equations into integrals.
void add_point_likelihood(frame::Plan& plan) {
  for (const double r2 : {0.04, 0.25, 1.0}) {
    const auto end = [=](double eta) {
      // α = 1e−5 at the start: the closed forms begin at 0 and are off by α²/r², and Tweedie's formula
      // divides rounding by α.
      const auto process = std::make_shared<process::VariancePreserving>(0.1, 46, 1, 1);
      const Score score = std::make_shared<process::PosteriorScore>(process, density::gaussian_1d(0, 1),
                                                                    observation(r2), Likelihood::point);
      return linear_moments(process::ReverseProcess(process, score, 1, eta), {0, 1}, 1);
    };
    const std::string name = "dps/noise=" + number_text(std::sqrt(r2));
    plan.checks.push_back({name + "/mean", [=] {
                             return verify::value_check(-value * std::expm1(-1 / r2), end(1).mean, 1e-8,
                                                        "y (1 - exp(-1/r^2))", "reverse diffusion");
                           }});
    plan.checks.push_back({name + "/variance", [=] {
                             return verify::value_check(-0.5 * r2 * std::expm1(-2 / r2), end(1).variance,
                                                        1e-8, "r^2 (1 - exp(-2/r^2))/2",
                                                        "reverse diffusion; the posterior has r^2/(1 + r^2)");
                           }});
    plan.checks.push_back({name + "/variance_of_flow", [=] {
                             return verify::value_check(std::exp(-1 / r2), end(0).variance, 1e-8,
                                                        "exp(-1/r^2)", "probability flow");
                           }});
  }
}

/// Largest difference from the exact conditional score over its size, at places and times.
double difference(const density::GaussianMixture& prior, Likelihood likelihood) {
  const auto process = std::make_shared<process::VariancePreserving>(0.1, 20, 1, 2);
  density::LinearObservation seen{Eigen::MatrixXd(1, 2), Eigen::VectorXd::Constant(1, 0.7),
                                  Eigen::MatrixXd::Constant(1, 1, 0.09)};
  seen.matrix << 1, -0.4;
  const process::PosteriorScore approximate(process, prior, seen, likelihood);
  const process::MarginalScore exact(process, density::conditioned(prior, seen));
  Points x(9, 2), a(9, 2), b(9, 2);
  for (Index i = 0; i < 9; ++i) {
    const Index column = i % 3, row = i / 3;
    x.row(i) << static_cast<double>(column) - 1, static_cast<double>(row) - 1.2;
  }
  double worst = 0;
  for (const double t : {0.0, 0.05, 0.3, 1.0}) {
    approximate.score(t, x, a);
    exact.score(t, x, b);
    worst = std::max(worst, (a - b).abs().maxCoeff() / b.abs().maxCoeff());
  }
  return worst;
}

void add_exactness(frame::Plan& plan) {
  Eigen::MatrixXd full(2, 2);
  full << 0.8, 0.3, 0.3, 0.5;
  const Eigen::Vector2d mean(0.3, -0.2);
  const auto add = [&](const std::string& name, const density::GaussianMixture& prior, Likelihood likelihood,
                       const std::string& source) {
    // Rounding: a few hundred operations, S with a condition number of 10 at most.
    plan.checks.push_back({name, [=] {
                             return verify::value_check(0, difference(prior, likelihood), 1e-12, source,
                                                        "difference from the exact conditional score");
                           }});
  };
  add("exact_for/pi_gdm", density::gaussian(mean, 0.49 * Eigen::Matrix2d::Identity()), Likelihood::isotropic,
      "N(m, s^2 I)");
  add("exact_for/moments", density::gaussian(mean, full), Likelihood::covariance, "any Gaussian");
}

}  // namespace

void add_likelihoods(frame::Plan& plan) {
  add_point_likelihood(plan);
  add_exactness(plan);
}

}  // namespace kolmo::guidance_and_inverse_problems
