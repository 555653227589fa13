#pragma once
// One step against the Itô–Taylor expansion, term by term: what a strong order rests on.

#include "kolmo/measure/problems/smooth_process.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::measure {

/// The largest defect of a step in the terms that strong order γ needs, each divided by its last power of h,
/// over a set of starting points: projections of X_{t+h} − x on 1, z, u, z² − 1 and z³ − 3z against the
/// expansion. A term's defect d(h) = d₀ + d₁√h + O(h) is extrapolated, 2 d(h/4) − d(h), so that d₀ = 0 leaves
/// O(h).
double strong_defect(const sde::SdeScheme& scheme, const Smooth& smooth, double order);

/// The O(h) that is left has a constant ≤ 30 as in the moments, and rounding leaves 2⁻⁵³·3/(h/4)² ≈ 5e−5;
/// a coefficient that is 1 % off leaves 1 % of a term that is 0.3 or more somewhere.
inline constexpr double strong_defect_allowed = 5e-4;

/// The defect at the strong order claimed for the process's noise (1.5 at most).
verify::Check strong_expansion_check(const sde::SdeScheme& scheme, const Smooth& smooth);

}  // namespace kolmo::measure
