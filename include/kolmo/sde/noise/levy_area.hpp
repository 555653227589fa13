#pragma once
// The Lévy areas of one step, given its increment and its space–time area.

#include <cstdint>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo::sde {

/// Number of pairs k < l of m components, and the place of a pair among them: (0,1), (0,2), …, (1,2), ….
constexpr Index levy_pairs(Index m) { return m * (m - 1) / 2; }
constexpr Index levy_pair(Index k, Index l, Index m) { return k * m - k * (k + 1) / 2 + (l - k - 1); }

/// Columns of scratch that `sample_levy_areas` takes.
constexpr Index levy_scratch_columns(Index m) { return 5 * m; }

/// Terms p of the series for m components and steps of length h: p = ⌈√(m/(12 h))/π⌉, at least 1, so that the
/// error of a step, √m h/(√12 π p) in the root mean square at most, stays below h^{3/2}: strong order 1.
/// Source: Mrongowius and Rößler (2022), Stoch. Anal. Appl. 40, theorem 4.3 and section 5.
Index levy_terms(Index m, double h);

/// out(i, pair(k, l)) = A_kl/h,   A_kl = ½ ∫ (W_k dW_l − W_l dW_k) over the step, given z and u (rows×m),
/// with ΔW = √h z and H = (1/h) ∫ (W_s − (s/h) ΔW) ds = √(h/12) u:
///   A_kl = H_k ΔW_l − H_l ΔW_k + (h/2π) Σ_r (X_kr Y_lr − X_lr Y_kr)/r,   Σ_r X_kr/r = −π u_k/√6,
/// X, Y standard normal. The sum runs to p; the rest of the second equation is one normal number a component
/// that shares the condition, the rest of the first one normal numbers that give it its mean and variance
/// under that condition: E A_kl/h = (u_k z_l − u_l z_k)/√12 and Var A_kl/h = 1/12 + (u_k² + u_l² − 2)/60
/// given z and u, for every p. The fourth cumulant misses 12 Σ_{r > p} r⁻⁴/(2π)⁴ < 7e−4. Numbers are draws
/// 2m, 2m + 1, … of step `step`. Source: Kloeden, Platen and Wright (1992), Stoch. Anal. Appl. 10, for the
/// series; Mrongowius and Rößler (2022) for the rest.
void sample_levy_areas(const RandomStream& noise, Index first, std::uint32_t step, double h,
                       const ConstBlock& z, const ConstBlock& u, Block scratch, Block out);

}  // namespace kolmo::sde
