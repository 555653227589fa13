#pragma once
// The mean and variance of a whole ensemble under the Euler–Maruyama scheme, in closed form.

#include <array>
#include <cmath>
#include <string>

#include "kolmo/sde/drivers/simulate.hpp"
#include "sde/test_processes.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::sde::test {

/// Variance of Euler–Maruyama on dX = −X dt + √2 dW from a point: 2h (1 − q^N)/(1 − q), q = (1 − h)².
inline double euler_variance(double h, Index steps) {
  const double q = std::pow(1 - h, 2);
  return 2 * h * (1 - std::pow(q, static_cast<double>(steps))) / (1 - q);
}

/// Mean (1 − h)^N x₀ and variance after N steps from x₀ = 3, of 200 000 particles, exactly but for 6 standard
/// errors (false alarm 2e−9).
inline std::array<verify::Check, 2> ensemble_moments(const SdeScheme& scheme, double h, Index steps) {
  const Index n = 200000;
  const Schedule schedule{{0.0, h * static_cast<double>(steps)}, {steps}};
  const Points x = simulate_snapshots({Ornstein(), scheme, schedule, n, RandomStream(1, 1)},
                                      Points(Points::Constant(n, 1, 3.0)))
                       .back()[0];
  const double mean = std::pow(1 - h, static_cast<double>(steps)) * 3, variance = euler_variance(h, steps);
  const double observed = x.mean();
  const std::string place =
      "/" + scheme.claim().name + "/h = " + std::to_string(h) + "/" + std::to_string(steps) + " steps";
  return {verify::test::compared("ensemble mean" + place, mean, observed, 6 * std::sqrt(variance / n)),
          verify::test::compared("ensemble variance" + place, variance, (x - observed).square().mean(),
                                 6 * variance * std::sqrt(2.0 / n))};
}

}  // namespace kolmo::sde::test
