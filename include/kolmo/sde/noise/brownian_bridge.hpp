#pragma once
// Whether, and when, a path meets a wall between two of its grid times.

#include <cstdint>
#include <vector>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo::sde {

/// The probability p = exp(−2 (b − x)(b − y)/v) that a Brownian bridge from x to y, of variance v over the
/// step, meets the wall b; 1 where x and y lie on different sides of b or on it. v ≥ 0. Source: the
/// reflection principle; Karatzas and Shreve (1991), problem 2.8.6 with section 4.3.C.
double crossing_probability(double wall, double x, double y, double variance);

/// When, as a fraction of the step, the bridge that meets the wall does so first: a sample from its law, made
/// of a standard normal n and a uniform number u in (0, 1).
///
/// With a = |b − x|, c = |b − y| and the wall met at time s of a step h, g²h = v, the density of s is
///     ∝ a s^{−3/2} exp(−a²/(2g²s)) · (h − s)^{−1/2} exp(−c²/(2g²(h − s))):
/// first passage to b, then from b to y (by reflection y may stand on either side). In r = s/(h − s), where
/// ds = h (1 + r)^{−2} dr, 1/s = (1 + 1/r)/h and 1/(h − s) = (1 + r)/h, it is
///     ∝ r^{−3/2} exp(−a²/(2v r) − c² r/(2v)),
/// the inverse Gaussian law of mean a/c and shape λ = a²/v. With m = c/a and n² the square of a normal its
/// roots (Michael, Schucany and Haas 1976, in a form that stands m = 0) are
///     r₁ = 1/(m + n²/(2λ) + √(m n²/λ + (n²/(2λ))²)),   r₂ = 1/(m² r₁),
/// r₁ with probability 1/(1 + m r₁). The fraction is r/(1 + r). a > 0, v > 0.
double crossing_fraction(double a, double c, double variance, double normal, double uniform);

/// Which rows of a block meet a wall within a step, by a draw from p or by where the step ends.
class WallCrossings {
 public:
  explicit WallCrossings(Index rows);

  /// A uniform number u is drawn for each row from `stream` (its `step` and `draw`, particles from `first`
  /// on, `first` a multiple of 16), and the row meets the wall where u < p; all n rows are skipped where no p
  /// exceeds 2⁻⁵³, the smallest u there is. Says whether a row met it. variance[i] ≥ 0.
  bool draw(double wall, const double* x, const double* y, const double* variance, Index n,
            const RandomStream& stream, Index first, std::uint32_t step, std::uint32_t draw);

  /// A row meets the wall where its step ends on or beyond it: where p = 1.
  bool at_end(double wall, const double* x, const double* y, Index n);

  /// Of the last call: whether row i met the wall.
  bool met(Index i) const { return met_[static_cast<std::size_t>(i)] != 0; }

 private:
  Points exponent_, uniform_;
  std::vector<std::uint8_t> met_;
};

}  // namespace kolmo::sde
