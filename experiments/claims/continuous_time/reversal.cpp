// Processes run backwards: which sign the drift has.

#include <cmath>

#include "claims/continuous_time/along.hpp"
#include "claims/continuous_time/rows.hpp"
#include "kolmo/measure/sde/affine_moments.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/sde/schemes/schemes.hpp"

namespace kolmo::claims::continuous_time {
namespace {

using density::GaussianMixture;
using verify::Check;
using verify::value_check;
using ProcessPointer = std::shared_ptr<const process::Process>;

std::shared_ptr<const process::MarginalScore> score_of(const ProcessPointer& process,
                                                       const GaussianMixture& data) {
  return std::make_shared<process::MarginalScore>(process, data);
}

/// dX = [f − g²s] dτ + g dW at t = T − τ, as printed.
ProcessPointer as_printed(const ProcessPointer& forward, const GaussianMixture& data, double final_time) {
  return line_process(
      [=](double tau, double x) {
        const double t = std::max(0.0, final_time - tau), g = forward->diffusion(t);
        const double score = log_density_at_line(process::marginal(*forward, data, t), x).score;
        return drift_at(*forward, t, x) - g * g * score;
      },
      [=](double tau) { return forward->diffusion(std::max(0.0, final_time - tau)); });
}

MeanAndVariance moments(const GaussianMixture& law) { return {law.mean()(0), law.covariance()(0, 0)}; }

/// Back from p_T of VP to the data N(mean, deviation²), with the drift as it is and as printed.
std::vector<Check> reverse_vp(double mean, double deviation) {
  const GaussianMixture data = density::gaussian_1d(mean, deviation);
  const ProcessPointer forward = vp();
  const MeanAndVariance end = moments(process::marginal(*forward, data, 1));
  const MeanAndVariance right = carried(process::ReverseProcess(forward, score_of(forward, data), 1), end, 1);
  const MeanAndVariance printed = carried(*as_printed(forward, data, 1), end, 1);
  return {beside(printed.mean, value_check(mean, right.mean, 1e-5, "E X_0 after [-f + g^2 s] dtau + g dW")),
          beside(printed.variance, value_check(deviation * deviation, right.variance, 1e-5,
                                               "Var X_0, beside that of f - g^2 s"))};
}

ProcessPointer ornstein_uhlenbeck() {
  return std::make_shared<process::OrnsteinUhlenbeck>(1, 0.0, std::sqrt(2.0), 1);
}

Check reversible_drift() {
  const ProcessPointer process = ornstein_uhlenbeck();
  const process::ReverseProcess reverse(process, score_of(process, density::gaussian_1d(0, 1)), 1);
  return beside(1, value_check(-1, drift_at(reverse, 0.5, 1), 1e-13, "-theta x at x = 1, beside +theta x"));
}

Check reversible_variance() {
  const ProcessPointer process = ornstein_uhlenbeck();
  const GaussianMixture rest = density::gaussian_1d(0, 1);
  const MeanAndVariance right =
      carried(process::ReverseProcess(process, score_of(process, rest), 1), {0, 1}, 1);
  const MeanAndVariance printed = carried(*as_printed(process, rest, 1), {0, 1}, 1);
  return beside(printed.variance,
                value_check(1, right.variance, 1e-6, "at rest backwards too, beside 2 e^2 - 1"));
}

/// That the process as printed leaves 2e^B − 1 of N(0, 1): what the codes would show.
Check printed_variance() {
  const MeanAndVariance printed = carried(*as_printed(vp(), density::gaussian_1d(0, 1), 1), {0, 1}, 1);
  return value_check(1, printed.variance / 46310.57369060042, 1e-4, "2 e^B - 1; another program");
}

/// x ← x + [f − g²s] dt + g √|dt| z with dt < 0 from T to 0, by steps of Euler.
MeanAndVariance falling_steps(Index steps) {
  const GaussianMixture data = density::gaussian_1d(1, 0.5);
  const double dt = -1.0 / static_cast<double>(steps);
  MeanAndVariance law = moments(process::marginal(*vp(), data, 1));
  for (Index n = 0; n < steps; ++n) {
    const double t = 1 + static_cast<double>(n) * dt, rate = vp()->schedule().beta(t);
    const GaussianMixture now = process::marginal(*vp(), data, t);
    const auto drift = [&](double x) { return -0.5 * rate * x - rate * log_density_at_line(now, x).score; };
    const double at_0 = drift(0), slope = drift(1) - at_0;
    law = {law.mean + (at_0 + slope * law.mean) * dt, std::pow(1 + slope * dt, 2) * law.variance - rate * dt};
  }
  return law;
}

std::vector<Check> falling_time() {
  const MeanAndVariance coarse = falling_steps(4000), fine = falling_steps(8000);
  return {value_check(1, 2 * fine.mean - coarse.mean, 1e-5, "E X_0; extrapolated steps"),
          value_check(0.25, 2 * fine.variance - coarse.variance, 1e-5, "Var X_0; extrapolated steps")};
}

/// q′ = p, p′ = −q − 0.8 p + √1.6 Ẇ forwards for 1 and back: D is singular.
Check degenerate_noise() {
  const Eigen::MatrixXd a{{0, 1}, {-1, -0.8}}, g{{0}, {std::sqrt(1.6)}};
  const Eigen::VectorXd mean{{1, 0}};
  const Eigen::MatrixXd covariance{{0.5, 0.1}, {0.1, 0.3}}, d = g * g.transpose();
  const process::LinearProcess forward(a, Eigen::VectorXd::Zero(2), g);
  const auto drift = [&](double s, const ConstBlock& x, Block out) {
    Points score(x.rows(), 2);
    forward.law(mean, covariance, std::max(0.0, 1 - s)).score(x, score);
    out = (-x.matrix() * a.transpose() + score.matrix() * d).array();
  };
  const auto noise = [&](double, const ConstBlock& x, Block out) {
    for (Index i = 0; i < x.rows(); ++i) out.row(i) << 0, g(1, 0);
  };
  const process::BlockFunctions reverse(2, 1, drift, noise, {.noise = process::NoiseKind::constant});
  const GaussianMixture end = forward.law(mean, covariance, 1);
  const measure::GaussianLaw back =
      measure::propagate(sde::scheme("drift_heun"), reverse, {end.mean(), end.covariance()}, 0, 1, 2000)
          .value();
  return value_check(0, (back.covariance - covariance).norm() + (back.mean - mean).norm(), 1e-5,
                     "the law at 0 is met again");
}

/// ∫ g²/σ² dt from t to 10t: what the slope of the reverse drift of a point's VP adds up to.
Check singular_start() {
  const auto slope = [](double t) { return vp()->schedule().beta(t) / vp()->kernel(0, t)->variance; };
  const auto in_log_time = [&](double u) { return std::exp(u) * slope(std::exp(u)); };
  const auto closed = [](double t) { return std::log(std::expm1(vp()->schedule().integral(0, t))); };
  return beside(
      0, value_check(closed(1e-6) - closed(1e-7), integral(in_log_time, std::log(1e-7), std::log(1e-6), 8),
                     1e-8, "log 10 a decade, for ever: no Lipschitz constant that can be integrated"));
}

}  // namespace

void add_reversal(Rows& rows) {
  rows.add("C5-30", {"mean", "variance"}, [] { return reverse_vp(1, 0.5); });
  rows.add("C5-31", "drift", reversible_drift);
  rows.add("C5-31", "variance", reversible_variance);
  rows.add("C5-32", "variance", [] { return reverse_vp(0, 1)[1]; });
  rows.add("C5-32", "variance_of_the_code", printed_variance);
  rows.add("C5-32", "alpha_bar", [] {
    const double clock = vp()->schedule().integral(0, 0.1);
    return beside(1 - std::exp(-clock / 2),
                  value_check(1 - std::exp(-clock), vp()->kernel(0, 0.1)->variance, 1e-13,
                              "1 - e^-B, beside that with alpha_bar = e^(-B/2)"));
  });
  rows.add("C5-33", {"mean", "variance"}, falling_time);
  rows.add("C5-34", "singular_noise", degenerate_noise);
  rows.add("C5-34", "singular_data", singular_start);
}

}  // namespace kolmo::claims::continuous_time
