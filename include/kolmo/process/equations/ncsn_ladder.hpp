#pragma once
// The forward Markov chain of noise-conditional score networks (score matching with Langevin dynamics).

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::process {

/// x_i = x_{i−1} + √(σ_i² − σ_{i−1}²) z_i, i = 1 … N, z_i standard normal in R^d, on the geometric ladder
/// σ_i = σ_min (σ_max/σ_min)^{i/N}, i = 0 … N (N + 1 levels); x_i stands for the time iT/N, where it has the
/// law of the variance-exploding process. Source: Song, Ermon 2019, section 4.1; Song et al. 2021, eq. 8.
class NcsnLadder {
 public:
  /// 0 < sigma_min < sigma_max, final_time > 0, all finite; steps ≥ 1; dimension ≥ 1 (else InvalidArgument).
  NcsnLadder(double sigma_min, double sigma_max, double final_time, Index steps, Index dimension);

  Index dimension() const { return dimension_; }
  Index steps() const { return steps_; }
  /// t_i, 0 ≤ i ≤ N.
  double time(Index i) const { return final_time_ * static_cast<double>(i) / static_cast<double>(steps_); }
  /// σ_i, 0 ≤ i ≤ N.
  double sigma(Index i) const;

  /// x_j | x_i ~ N(x_i, (σ_j² − σ_i²) I), 0 ≤ i ≤ j ≤ N (else InvalidArgument).
  Kernel kernel(Index i, Index j) const;

  /// The steps i + 1 … j on a block whose first particle is `first` (a multiple of 16); step k takes the
  /// normals of the stream's step k, draws 0 … d − 1. Allocates nothing.
  void advance(const RandomStream& stream, Index i, Index j, Index first, Block x) const;

 private:
  double added_variance(Index i, Index j) const;

  double sigma_min_, log_ratio_, final_time_;
  Index steps_, dimension_;
};

}  // namespace kolmo::process
