#pragma once
// Whether chains have mixed, and how much their draws are worth.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::sampling {

/// Draws of one quantity: iterations×chains, column c one chain.
using ChainDraws = Eigen::ArrayXXd;

/// √(V/W), W the mean variance within chains, V = (n−1)/n W + B, B the variance of the chains' means (Gelman
/// and Rubin 1992). Infinite where W = 0 and B > 0. At least 2 chains of at least 2 draws, all finite (else
/// InvalidArgument).
double potential_scale_reduction(const ChainDraws& draws);

/// The first and second halves of all chains as chains of their own (the middle draw of an odd number is left
/// out).
ChainDraws split_chains(const ChainDraws& draws);

/// Φ⁻¹((rank − 3/8)/(S + 1/4)) of every draw among all S, ties sharing their mean rank.
ChainDraws rank_normalised(const ChainDraws& draws);

/// R̂ of split chains, as above.
double split_r_hat(const ChainDraws& draws);

/// The larger of R̂ of the rank-normalised split draws and of their distances from the median, likewise.
/// Source: Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021), Bayesian Analysis 16, section 4.
double rank_r_hat(const ChainDraws& draws);

/// S/τ, τ = −1 + 2 Σ of Geyer's initial monotone pairs of ρ_t = 1 − (W − mean γ_t)/V over all chains, no more
/// than S log₁₀ S (Vehtari et al. 2021, section 3.2). Of chains as they are: split them first. At least 4
/// draws a chain.
double effective_sample_size(const ChainDraws& draws);

/// What is known of one quantity.
struct ChainSummary {
  double mean, deviation;
  double mcse_mean;  ///< deviation/√(effective sample size of the split chains)
  double ess_bulk;   ///< of the rank-normalised split draws
  double ess_tail;   ///< the smaller of the indicators below the 5 % and above the 95 % quantile
  double r_hat;      ///< rank_r_hat
  /// Whether r_hat ≤ 1.01 and both sizes are at least 100 a chain; else error and mean are not to be
  /// believed.
  bool resolved;
};
ChainSummary summarise(const ChainDraws& draws);

/// The standard error of the mean of draws. Throws NumericalFailure where the effective sample size is below
/// `least` (such an error is too small more often than not), saying both.
double standard_error_of_mean(const ChainDraws& draws, double least = 100);

}  // namespace kolmo::sampling
