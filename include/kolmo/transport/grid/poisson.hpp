#pragma once
// Poisson's equation on a grid with walls, by cosine transforms.

#include "kolmo/core/grid.hpp"
#include "kolmo/core/linear/cosine_transform.hpp"

namespace kolmo::transport {

/// (a − bΔ)u = r at the centres of the cells, with no slope at the walls: Δ by second differences of mirrored
/// values, whose eigenvectors are the cosine modes and whose eigenvalues are −Σ_axes 2(1 − cos(πk/n))/h².
class NeumannPoisson {
 public:
  /// Throws InvalidArgument as CosineTransform does.
  explicit NeumannPoisson(const Grid& grid);

  /// r ← u with −Δu = r − mean(r) and mean(u) = 0.
  void solve(double* r) const { solve(0, 1, r); }
  /// r ← u with (a − bΔ)u = r; where a = 0 the mean of r is taken off and u has none. Throws InvalidArgument
  /// unless a ≥ 0 and b > 0.
  void solve(double a, double b, double* r) const;

 private:
  Grid grid_;
  CosineTransform transform_;
  std::vector<Eigen::ArrayXd> eigenvalues_;  ///< of −∂²/∂x² along each axis
};

}  // namespace kolmo::transport
