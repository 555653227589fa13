#pragma once
// The forward Markov chain of denoising diffusion probabilistic models.

#include <vector>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::process {

/// Where the schedule is read in step i = 1 … N of length Δ = T/N: β_i = Δ β(s_i).
enum class SchedulePoint {
  left,      ///< s_i = (i − 1)Δ
  midpoint,  ///< s_i = (i − ½)Δ: β_i = ∫ β over the step, as β is linear
  right,     ///< s_i = iΔ
  endpoints,  ///< s_i = T (i − 1)/(N − 1): the N numbers run from Δ β(0) to Δ β(T), both reached (Ho et al.)
};

/// x_i = √(1 − β_i) x_{i−1} + √β_i z_i, i = 1 … N, z_i standard normal in R^d; x_i stands for the time t_i =
/// iΔ. As N → ∞ the variance-preserving process of the schedule. Source: Ho, Jain, Abbeel 2020, eq. 2; Song
/// et al. 2021, eq. 10.
class DdpmChain {
 public:
  /// steps ≥ 1 (endpoints: ≥ 2); dimension ≥ 1; every β_i < 1, so N > T max β roughly: else InvalidArgument,
  /// which names the step.
  DdpmChain(const LinearSchedule& schedule, Index steps, SchedulePoint point, Index dimension);

  Index dimension() const { return dimension_; }
  Index steps() const { return static_cast<Index>(betas_.size()); }
  /// t_i, 0 ≤ i ≤ N.
  double time(Index i) const { return step_ * static_cast<double>(i); }
  /// β_i, 1 ≤ i ≤ N.
  double beta(Index i) const { return betas_[static_cast<std::size_t>(i - 1)]; }

  /// x_j | x_i ~ N(√α x_i, (1 − α) I), α = Π_{i < k ≤ j} (1 − β_k), 0 ≤ i ≤ j ≤ N (else InvalidArgument): the
  /// law of the chain in closed form, by process::marginal for a mixture.
  Kernel kernel(Index i, Index j) const;

  /// The steps i + 1 … j on a block whose first particle is `first` (a multiple of 16); step k takes the
  /// normals of the stream's step k, draws 0 … d − 1. Allocates nothing.
  void advance(const RandomStream& stream, Index i, Index j, Index first, Block x) const;

 private:
  std::vector<double> betas_;
  std::vector<double> log_alphas_;  ///< Σ_{k ≤ i} log(1 − β_k), i = 0 … N
  double step_;
  Index dimension_;
};

}  // namespace kolmo::process
