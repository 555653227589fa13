#pragma once
// Tridiagonal systems that close to a ring, factored once and solved many times.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo {

/// (I − K) x = d on a ring of n cells, K's columns summing to 0: up(i) = K(i + 1, i), down(i) = K(i, i + 1)
/// (n − 1 each), wrap_up = K(0, n − 1), wrap_down = K(n − 1, 0). The cells are eliminated from 0 up while the
/// last one collects what leads to it; no step subtracts where all entries are ≥ 0, so that every entry of
/// the solution for d ≥ 0 is ≥ 0 and has a small *relative* error (Grassmann, Taksar, Heyman 1985).
class RingSolver {
 public:
  /// Throws InvalidArgument on other sizes (n ≥ 2), NumericalFailure on a pivot that is zero or not finite.
  RingSolver(const Eigen::ArrayXd& up, const Eigen::ArrayXd& down, double wrap_up, double wrap_down);

  Index size() const { return inverse_pivot_.size(); }
  /// x = (I − K)⁻¹ d; x may be d. Thread-safe, no allocation.
  void solve(const double* d, double* x) const;

  // For solvers of many rings at once: z_i = (d_i + up_{i−1} z_{i−1})/pivot_i for i < n − 1; x_{n−1} =
  // (d_{n−1}
  // + up_{n−2} z_{n−2} + Σ to_last_i z_i)/pivot_{n−1}; x_i = z_i + (down_i x_{i+1} + from_last_i
  // x_{n−1})/pivot_i.
  const Eigen::ArrayXd& inverse_pivot() const { return inverse_pivot_; }
  const Eigen::ArrayXd& to_last() const { return to_last_; }      ///< the last entry is 0
  const Eigen::ArrayXd& from_last() const { return from_last_; }  ///< the last entry is 0

 private:
  Eigen::ArrayXd inverse_pivot_, to_last_, from_last_;
  Eigen::ArrayXd towards_, away_, back_;  // up_{i−1}, down_i and from_last_i, each over pivot_i
  double into_last_ = 0;                  // up_{n−2}
};

}  // namespace kolmo
