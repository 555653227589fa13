#pragma once
// Moments of numbers that are seen once and not kept.

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/statistics/moments.hpp"

namespace kolmo {

/// Size, mean and central sums S_k = Σ(x_i − mean)^k, k = 2, 3, 4, of what was added so far. The same pieces
/// added or merged in the same order give the same bits. Source: Pébay (2008), equations (2.1) and (3.1).
class RunningMoments {
 public:
  RunningMoments() = default;
  /// Those of n ≥ 0 numbers, chunk by chunk of block_rows.
  RunningMoments(const double* x, Index n);

  /// As if the numbers of `other` had been added.
  void merge(const RunningMoments& other);

  Index size() const { return n_; }
  double mean() const { return mean_; }
  /// Whether all moments are finite numbers.
  bool finite() const;

  /// Mean with its standard error √(S₂/(n(n − 1))). Throws InvalidArgument where n < 2.
  Estimate mean_estimate() const;
  /// Averages S_k/n and what is made of them (variance with standard error, kurtosis). Same error.
  CentralMoments central() const;

 private:
  Index n_ = 0;
  double mean_ = 0, second_ = 0, third_ = 0, fourth_ = 0;
};

}  // namespace kolmo
