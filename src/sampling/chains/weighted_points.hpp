#pragma once
// Points of chains that count with weights.

#include <vector>

#include "kolmo/sampling/kernels/markov_kernel.hpp"

namespace kolmo::sampling {

/// All steps of some chains. Throws InvalidArgument where they are more than memory holds.
class WeightedPoints {
 public:
  WeightedPoints(Index steps, Index chains, Index dimension);
  /// What step `step` (0 is the first) left in chains first, first + 1, …
  void see(Index step, Index first, const ChainView& chain);
  /// Of every chain the point at the share `share` in (0, 1) of the sum of its weights: the first n with
  /// Σ_{m ≤ n} w_m ≥ share Σ w.
  Points at(double share) const;

 private:
  Index chains_;
  Points points_;        ///< row n·chains + i: chain i after step n
  Eigen::ArrayXXd sum_;  ///< steps×chains: of the weights up to each
};

}  // namespace kolmo::sampling
