#pragma once
// Gauss–Legendre quadrature.

#include <array>

namespace kolmo {

/// The positive nodes, ascending, of the rule of `points` nodes (even) on [−1, 1], with their weights:
/// ∫p = Σ w_i (p(x_i) + p(−x_i)) for polynomials p up to degree 2 points − 1. Source: Boost.Math.
template <int points>
struct GaussLegendre {
  static constexpr std::size_t half = points / 2;
  std::array<double, half> nodes, weights;
  GaussLegendre();
};

/// 4, 10 and 20 points are there.
extern template struct GaussLegendre<4>;
extern template struct GaussLegendre<10>;
extern template struct GaussLegendre<20>;

}  // namespace kolmo
