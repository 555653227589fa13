#include "kolmo/jko/gaussian_step.hpp"

#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::jko {
namespace {

double squared_norm(const Eigen::VectorXd& x) { return chunk_dot(x.data(), x.data(), x.size()); }

void check(const QuadraticEnergy& energy, const GaussianLaw& law) {
  require(std::isfinite(energy.stiffness) && energy.stiffness >= 0, "stiffness", energy.stiffness,
          "must be finite and >= 0");
  require(std::isfinite(energy.temperature) && energy.temperature > 0, "temperature", energy.temperature,
          "must be finite and > 0");
  require(std::isfinite(law.deviation) && law.deviation >= 0, "deviation", law.deviation,
          "must be finite and >= 0");
  require(energy.centre.size() == law.mean.size(), "size of the mean", static_cast<double>(law.mean.size()),
          "must be that of the centre");
}

}  // namespace

GaussianLaw jko_step(const QuadraticEnergy& energy, double tau, const GaussianLaw& law) {
  check(energy, law);
  require(std::isfinite(tau) && tau > 0, "tau", tau, "must be finite and > 0");
  const double damping = 1 + tau * energy.stiffness;
  const double root = std::sqrt(law.deviation * law.deviation + 4 * tau * energy.temperature * damping);
  return {(law.mean + tau * energy.stiffness * energy.centre) / damping,
          (law.deviation + root) / (2 * damping)};
}

double evaluate(const QuadraticEnergy& energy, const GaussianLaw& law) {
  check(energy, law);
  const auto dimension = static_cast<double>(law.mean.size());
  const double variance = law.deviation * law.deviation;
  const double potential =
      0.5 * energy.stiffness * (squared_norm(law.mean - energy.centre) + dimension * variance);
  const double entropy = 0.5 * dimension * std::log(2 * std::numbers::pi * std::numbers::e * variance);
  return potential - energy.temperature * entropy;
}

double w2_squared(const GaussianLaw& a, const GaussianLaw& b) {
  require(a.mean.size() == b.mean.size(), "size of the mean", static_cast<double>(b.mean.size()),
          "must be the same for both laws");
  const double spread = a.deviation - b.deviation;
  return squared_norm(a.mean - b.mean) + static_cast<double>(a.mean.size()) * spread * spread;
}

}  // namespace kolmo::jko
