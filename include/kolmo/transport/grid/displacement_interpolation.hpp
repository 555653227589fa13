#pragma once
// McCann's path between two laws on the line.

#include "kolmo/core/statistics/law_1d.hpp"

namespace kolmo::transport {

/// The law of (1 − t)X + tY with (X, Y) coupled best: quantiles F_t⁻¹ = (1 − t)F₀⁻¹ + tF₁⁻¹ (McCann 1997,
/// equation 7). Exact for tables of distribution functions, whose nodes merge; the W2 distance from either
/// end is t (1 − t) of the whole. Throws InvalidArgument unless both are tables and 0 ≤ t ≤ 1.
Law1D displacement_interpolation(const Law1D& from, const Law1D& to, double t);

}  // namespace kolmo::transport
