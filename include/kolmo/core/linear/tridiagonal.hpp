#pragma once
// Tridiagonal systems, factored once and solved many times.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo {

/// A x = d for a tridiagonal n×n matrix A with rows (lower(i − 1), diagonal(i), upper(i)), by a twisted
/// factorisation
/// ("burn at both ends", Babuška 1972): elimination runs from the first and from the last row at once and
/// meets in the middle, so that two recurrences hide each other's latency. Without pivoting: A must be
/// diagonally dominant, positive definite or an M-matrix.
class TridiagonalSolver {
 public:
  /// lower and upper have n − 1 entries, n ≥ 2. Throws InvalidArgument on other sizes, NumericalFailure on a
  /// pivot that is zero or not finite.
  TridiagonalSolver(const Eigen::ArrayXd& lower, const Eigen::ArrayXd& diagonal, const Eigen::ArrayXd& upper);

  /// The M-matrix I − K whose columns sum to 1, given by K's off-diagonal entries up(i) = K(i + 1, i) ≥ 0 and
  /// down(i) = K(i, i + 1) ≥ 0 (n − 1 each): the implicit matrix of an exchange between neighbours. The first
  /// and the last column sum to 1 + first_leak and 1 + last_leak, both ≥ 0, where something gets lost.
  /// Factored without a subtraction, so that every entry of the solution for d ≥ 0 has a small *relative*
  /// error (Grassmann, Taksar, Heyman 1985).
  static TridiagonalSolver unit_column_sums(const Eigen::ArrayXd& up, const Eigen::ArrayXd& down,
                                            double first_leak = 0, double last_leak = 0);

  Index size() const { return inverse_pivot_.size(); }

  /// x = A⁻¹ d; x may be d. 4 fused products and sums an entry; thread-safe, no allocation.
  void solve(const double* d, double* x) const;

 private:
  TridiagonalSolver() = default;
  void check_pivots() const;

  // Rows 0 … half − 1 are eliminated downwards, the others upwards. z_i = d_i/pivot_i + towards_i z_{i∓1},
  // then x_i = z_i + away_i x_{i±1}; the two chains meet in x_half = meeting (z_half + away_half z_{half−1}).
  Eigen::ArrayXd inverse_pivot_, towards_, away_;
  double meeting_ = 1;
};

}  // namespace kolmo
