#pragma once
// Targets whose laws are known.

#include <cmath>
#include <memory>
#include <numbers>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/sampling/targets/target.hpp"

namespace kolmo::sampling {

inline double normal_density(double x, double mean = 0, double deviation = 1) {
  const double z = (x - mean) / deviation;
  return std::exp(-0.5 * z * z) / (deviation * std::sqrt(2 * std::numbers::pi));
}

/// N(0, variance) in d dimensions.
inline std::shared_ptr<const Target> normal_target(double variance = 1, Index d = 1) {
  return target_of(std::make_shared<density::QuadraticPotential>(1 / variance, Eigen::VectorXd::Zero(d)));
}

/// ½[N(1, 1) + N(−1, 1)], score −x + tanh x.
inline std::shared_ptr<const Target> tanh_target() {
  return target_of(std::make_shared<density::LogCoshPotential>());
}

/// E cos X of it.
inline double tanh_cosine() { return std::exp(-0.5) * std::cos(1.0); }

/// ∝ e^{−x⁴/4}, score −x³.
inline std::shared_ptr<const Target> quartic_target() {
  return target_of(std::make_shared<density::QuarticPotential>());
}

}  // namespace kolmo::sampling
