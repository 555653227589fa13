#pragma once
// 0.2 N(−5 e₁, I) + 0.8 N(5 e₁, I): equal weights would hide what a method does to them.

#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/sampling/targets/target.hpp"

namespace kolmo::mode_weights {

inline constexpr double left_weight = 0.2, distance = 5;

density::GaussianMixture two_wells(Index d, double left = left_weight);
/// Blurred by N(0, σ²).
std::shared_ptr<const sampling::Target> noisy_wells(Index d, double sigma);
std::shared_ptr<const sampling::Target> normal_target(double variance, Index d = 1);
/// Standard normal numbers times a deviation, a row each.
Points normal_points(const RandomStream& stream, Index n, Index d, double deviation);
/// 1 where the first coordinate is negative: its mean over points, and the binomial standard error.
Estimate left_share(const Points& x);

}  // namespace kolmo::mode_weights
