#pragma once
// Multilevel Monte Carlo.

#include <vector>

#include "kolmo/sde/drivers/level_sampler.hpp"

namespace kolmo::sde {

struct MultilevelOptions {
  double accuracy = 1e-2;       ///< ε > 0: the root mean square error asked for
  double variance_share = 0.5;  ///< of ε² is left to the statistical error, the rest to the squared bias
  double order_weak = 1;  ///< α of |E φ(X_ℓ) − E φ| ∝ 2^{−αℓ}, as claimed: for the bias alone
  Index pilot = 256;      ///< samples that the first levels begin with, ≥ 16
  int first_levels = 3;   ///< ≥ 3 levels are always there
  int most_levels = 24;   ///< ≤ 32; where the bias is still too large there, NumericalFailure
};

/// One level of a finished estimate.
struct MultilevelLevel {
  LevelSamples samples;
  double mean = 0, variance = 0;  ///< of φ(X_ℓ) − φ(X_{ℓ−1}) (V_ℓ as measured)
  double cost = 0;  ///< C_ℓ: drift evaluations of one sample, or its steps where a step needs none
};

struct MultilevelEstimate {
  double value = 0;           ///< Σ_ℓ mean_ℓ
  double standard_error = 0;  ///< √(Σ_ℓ V_ℓ/N_ℓ)
  double bias = 0;            ///< estimate of |E φ(X_L) − E φ|, see below
  /// Measured by straight lines through log₂ of |mean|, variance and cost on levels 1 … L (decay, decay,
  /// growth a level). Few levels show pre-asymptotic rates; NaN where a level shows 0.
  double alpha = 0, beta = 0, gamma = 0;
  Index particle_steps = 0, drift_evaluations = 0;
  std::vector<MultilevelLevel> levels;
};

/// E φ = E φ(X_0) + Σ_{ℓ=1}^{L} E[φ(X_ℓ) − φ(X_{ℓ−1})] + bias, each term from samples of its own
/// (Giles 2008; 2015, algorithm 1):
///
///   take `pilot` samples on levels 0 … first_levels − 1
///   repeat
///     until no level lacks more than 1 % of its N_ℓ: take what lacks, from fresh V_ℓ
///     stop if bias ≤ ε √(1 − variance_share)
///     add a level with N_ℓ samples for V and C carried on from the last one (at least 32)
///
/// with N_ℓ = ⌈(θ ε²)^{−1} √(V_ℓ/C_ℓ) Σ √(V_k C_k)⌉, θ = variance_share, which is the cheapest way to
/// Σ V_ℓ/N_ℓ ≤ θ ε²; bias = max over the last three levels ℓ ≥ 1 of |mean_ℓ| 2^{−α(L−ℓ)}/(2^α − 1), which a
/// small mean by chance does not deceive. A V_ℓ, ℓ ≥ 2, counts as at least ½ 2^{−β} V_{ℓ−1}, so that few
/// samples that happen to be alike do not end a level; here β is the measured one, between ½ and 4. Numbers
/// of samples depend on the samples: a bias of O(1/N_0) relative to the standard error remains.
///
/// Deterministic: it depends on `sampler` and `options` alone, not on threads. Throws InvalidArgument for
/// options out of range, NumericalFailure where the bias stays too large on most_levels levels or the sampler
/// does, Stopped on request.
MultilevelEstimate multilevel(const LevelSampler& sampler, const MultilevelOptions& options);

/// N_ℓ above, at least 1, for Σ V_ℓ/N_ℓ ≤ variance_bound > 0; V_ℓ ≥ 0 and C_ℓ > 0 of equal number (else
/// InvalidArgument).
std::vector<Index> optimal_samples(const std::vector<double>& variances, const std::vector<double>& costs,
                                   double variance_bound);

}  // namespace kolmo::sde
