#pragma once
// Annealed importance sampling: weighted samples of a target from those of another law.

#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/sampling/chains/run_chains.hpp"

namespace kolmo::sampling {

/// Moves all points by a kernel that leaves `path[level]` invariant.
using AnnealedMove = std::function<void(Index level, const Target& target, Points& x)>;

/// log weights of the points and the points.
struct WeightedSample {
  Points x;
  Eigen::ArrayXd log_weights;

  /// log of the mean weight: log Z₁/Z₀ of the unnormalised ends.
  double log_ratio_of_constants() const;
  /// (Σw)²/Σw².
  double effective_size() const;
  /// Mean w with its standard error, and E w²/(E w)² = n/effective_size. Weights whose second moment is
  /// infinite show no error: see gaussian_weight_moment.
  Estimate mean_weight() const;
};

/// x from path[0] with weight 1; for k = 1 … K: log w ← log w + log p_k(x) − log p_{k−1}(x), and then x moves
/// on level k. E w = Z_K/Z_0 where every move leaves its level invariant: kernels that are not exact (ULA)
/// bias it. Source: Neal (2001), Statistics and Computing 11.
WeightedSample annealed_importance(const std::vector<std::shared_ptr<const Target>>& path, Points x,
                                   const AnnealedMove& move);

/// E w^power of the path of K equal steps in precision from N(0, 1) to N(0, variance), with exact moves, up
/// to (the constants' ratio)^power: Π_k √(τ_{k−1}/(τ_{k−1} + power (τ_k − τ_{k−1}))), τ_k the precision after
/// k steps; infinity where a factor is not defined. variance > 0, steps ≥ 1, power ≥ 1.
double gaussian_weight_moment(double variance, Index steps, int power);

}  // namespace kolmo::sampling
