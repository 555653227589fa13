#pragma once
// How large a distance between two samples of the same law may be: closed forms.
//
// Sizes n₁ and n₂ are numbers of independent points; infinity for a density without noise. r = √(1/n₁ +
// 1/n₂); level = (false-alarm rate)/(number of comparisons).

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/statistics/law_1d.hpp"

namespace kolmo::verify {

/// √(1/n₁ + 1/n₂); 0 where both are infinite. Throws InvalidArgument unless n₁, n₂ ≥ 1.
double size_factor(double n1, double n2);

/// mean + σ √(2 ln(1/level)): Gaussian concentration of a norm about its mean.
struct NoiseFloor {
  double mean = 0;      ///< of the distance under equality (for √ED: an upper bound of it)
  double sigma = 0;     ///< the norm's largest directional deviation
  double quantile = 0;  ///< q: exceeded with probability ≤ level
};

/// KS: q = r √(ln(2/level)/2), Massart's constant in the Dvoretzky–Kiefer–Wolfowitz inequality (1990: exact
/// bound for one sample; Wei, Dudley 2012 for two of size ≥ 458). Its level is the leading term 2 e^{−2λ²} of
/// Kolmogorov's series, so that q is the asymptotic quantile to O(level³).
double ks_noise_floor(double n1, double n2, double level);

/// W1 = ∫|F₁ − F₂| dx. Under equality (F₁ − F₂)(x) is asymptotically r B(F(x)), B the Brownian bridge, so
/// that by Fubini
///     mean = r √(2/π) ∫ √(F(1 − F)) dx.
/// W1 is the supremum of r ∫ h B(F) over |h| ≤ 1; the bridge's covariance F(x ∧ y)(1 − F(x ∨ y)) is positive,
/// so the variance of these is largest at h ≡ 1, where ∬ cov = Var X: σ = r sd(X).
NoiseFloor w1_noise_floor(const Law1D& law, double n1, double n2, double level);

/// √ED, the norm of the difference of two mean embeddings. E ED = r² E|X − X'| exactly (the diagonal of the
/// V-statistic), so
///     mean ≤ r √(E|X − X'|)   (Jensen),
/// and the variance along a unit direction is at most r² λ₁, λ₁ the leading eigenvalue of the centred kernel
/// E|x − X| + E|x' − X| − |x − x'| − E|X − X'|: σ = r √λ₁. λ₁ by power iteration on ≤ 1000 rows of `sample`
/// (evenly spaced), divided by their number; E|X − X'| from the same rows unless given. Compare
/// √energy_distance with `quantile`.
NoiseFloor energy_noise_floor(const ConstBlock& sample, double n1, double n2, double level);
NoiseFloor energy_noise_floor(const ConstBlock& sample, double mean_distance, double n1, double n2,
                              double level);

/// λ₁ above, of the kernel on all rows of `sample` (n ≥ 2; O(n²) memory, n ≤ 4000).
double energy_leading_eigenvalue(const ConstBlock& sample);

}  // namespace kolmo::verify
