#pragma once
// The mean of a stationary chain or trajectory, whose samples are correlated, with an honest standard error.

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/statistics/moments.hpp"

namespace kolmo {

/// With γ_k the autocovariance at lag k and τ = 1 + 2 Σ_{k≥1} γ_k/γ_0, the mean of n samples has the variance
/// γ_0 τ/n of n/τ independent ones, up to O(1/n²).
struct CorrelatedMean {
  double value = 0;
  double standard_error = 0;        ///< √(γ_0 τ/n)
  double autocorrelation_time = 1;  ///< τ; below 1 where neighbours repel each other
  double effective_samples = 0;     ///< n/τ
  Index window = 0;                 ///< lags that were summed
  bool resolved = false;            ///< n ≥ 50 τ; else τ and the error are too small more often than not
};

/// τ from Geyer's initial monotone sequence: the sums Γ_j = γ_{2j} + γ_{2j+1}, positive and decreasing for a
/// reversible chain, are added while they are positive, none counted higher than the one before it;
/// γ_k = (1/n) Σ (x_i − mean)(x_{i+k} − mean). For chains that are not reversible it is a bound from above in
/// the limit only where Γ stays positive: compare with `batch_means`. O(n · window).
/// Throws InvalidArgument for n < 4 or a sample that is not finite, NumericalFailure where all samples are
/// equal (a chain that is stuck shows no error) or τ < 1/n (the terms of a strongly repelling chain cancel).
/// Source: Geyer (1992), section 3.3.
CorrelatedMean correlated_mean(const double* x, Index n);

/// The same mean's standard error with no model of the correlation: `batches` consecutive batches of
/// ⌊n/batches⌋ samples (the first n mod batches are left out), s = √(variance of their means/batches). Too
/// small by about τ/(2 batch length) in relative terms; itself uncertain by 1/√(2(batches − 1)). Throws
/// InvalidArgument unless 2 ≤ batches ≤ n/2.
Estimate batch_means(const double* x, Index n, Index batches);

}  // namespace kolmo
