#pragma once
// Entropy of a law in d dimensions from a sample, by distances to neighbours.

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/statistics/moments.hpp"

namespace kolmo::paths {

/// H = −∫ p log p (nats) by the distance ε_i from each of n points to its k-th nearest neighbour,
///     Ĥ = ψ(n) − ψ(k) + log c_d + (d/n) Σ log ε_i,   c_d = π^{d/2}/Γ(1 + d/2),
/// with the standard error of the mean of the terms (their correlation is left out: it is of order 1/k of the
/// variance). The bias comes from a density that is not constant within ε: it rises with d, as ε ~
/// (k/n)^{1/d}. ψ(k), not log k: with log k it is off by ψ(k) − log k ≈ −1/2k whatever n is. Throws
/// InvalidArgument unless 1 ≤ k < n, the numbers are finite, and no point has k copies of itself. By a k-d
/// tree (nanoflann). Source: Kozachenko and Leonenko (1987); Kraskov, Stögbauer and Grassberger (2004).
Estimate neighbour_entropy(const Points& x, Index k = 4);

/// H by a Gaussian kernel on all other points: Ĥ = −(1/n) Σ log p̂_{−i}(x_i), bandwidth `scale` times σ_j
/// (4/((d + 2) n))^{1/(d + 4)} in coordinate j (Silverman 1986), O(n²). Biased upwards: leaving x_i out makes
/// it an estimate of the cross entropy.
Estimate kernel_entropy(const Points& x, double scale = 1);

}  // namespace kolmo::paths
