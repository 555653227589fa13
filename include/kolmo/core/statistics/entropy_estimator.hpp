#pragma once
// Entropy of a law on the line from a sample.

#include <vector>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/law_1d.hpp"
#include "kolmo/core/statistics/moments.hpp"

namespace kolmo {

/// Half width w of the spacings that `spacing_entropy` takes by default: max(1, ⌊n^{1/3}/2⌋).
Index default_half_width(Index n);

/// H = −∫ p log p (nats) by spacings (Vasicek 1976, bias-corrected with ψ): with the window [i − w, i + w]
/// cut at the ends of the sorted sample, k_i the number of spacings in it and D_i its length,
///     Ĥ = (1/n) Σ_i [log D_i − ψ(k_i) + ψ(n + 1)].
/// The mass of k spacings is Beta(k, n + 1 − k), whose log has mean ψ(k) − ψ(n + 1): Ĥ is unbiased where p is
/// constant over each window; elsewhere the bias is O(w/n) from the tails and O((w/n)²) inside.
///
/// Standard error √((S² + c_m)/n): S² the sample variance of the terms, m = 2w, and
///     c_m = (2m² − 2m + 1) ψ'(m) − 2m + 1 ≈ 1/(3m)
/// the extra variance of overlapping m-spacings (Cressie 1976): n Var Ĥ → Var log p + c_m. S² estimates
/// Var log p + ψ'(m), so that the error is stated too large, by ψ'(m) ≈ 1/m in the variance.
///
/// `sorted` ascending, n ≥ 8, 1 ≤ w < n/2; w = 0 takes the default. Throws InvalidArgument where equal
/// numbers make a window of length zero (the law has atoms, or the sample was rounded).
Estimate spacing_entropy(const std::vector<double>& sorted, Index half_width = 0);

/// Bias of `spacing_entropy` measured on `repetitions` exact samples of size n of a law given as a table: the
/// mean of Ĥ − (1/n) Σ −log p(x_i), whose expectation is the bias and whose variance is c_m/n only, and its
/// standard error (from the scatter, or √(c_m/n) for one repetition). Samples are quantiles of
/// stream.uniforms(…, step = repetition).
Estimate measured_entropy_bias(const Law1D& law, Index n, Index repetitions, const RandomStream& stream,
                               Index half_width = 0);

/// n exact samples of a law by inversion of stream.uniforms(…, step), ascending.
std::vector<double> sorted_samples(const Law1D& law, Index n, const RandomStream& stream,
                                   std::uint32_t step = 0);

}  // namespace kolmo
