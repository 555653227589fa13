#include "kolmo/measure/problems/moving_well.hpp"

#include <cmath>

namespace kolmo::measure {
namespace {

constexpr double theta = 2, omega = 5;

}  // namespace

void MovingWell::drift(double t, const ConstBlock& x, Block out) const {
  out = -theta * (x - std::sin(omega * t));
}

void MovingWell::drift_divergence(double, const ConstBlock&, Values out) const { out = -theta; }

double MovingWell::diffusion(double t) const { return std::sqrt(1 + 0.5 * std::cos(t)); }

double MovingWell::noise_variance(double s, double t) const {
  return t - s + 0.5 * (std::sin(t) - std::sin(s));
}

density::GaussianMixture MovingWell::law(double m, double s, double t) {
  const double decay = std::exp(-theta * t), twice = 2 * theta;
  const double mean =
      decay * m + theta * (theta * std::sin(omega * t) - omega * std::cos(omega * t) + omega * decay) /
                      (theta * theta + omega * omega);
  const double noise =
      (1 - decay * decay) / twice +
      0.5 * (twice * std::cos(t) + std::sin(t) - twice * decay * decay) / (twice * twice + 1);
  return density::gaussian_1d(mean, std::sqrt(decay * decay * s * s + noise));
}

}  // namespace kolmo::measure
