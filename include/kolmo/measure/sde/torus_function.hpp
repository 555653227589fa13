#pragma once
// Trigonometric polynomials on the torus in one and two dimensions.

#include <complex>
#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::measure {

/// The grid 2π j/nodes in every coordinate; the first coordinate runs fastest.
struct TorusGrid {
  Index dimension;  ///< 1 or 2
  Index nodes;      ///< of an axis; even
  Index size() const { return dimension == 1 ? nodes : nodes * nodes; }
  Points points() const;
  /// The matrices (nodes×nodes) that differentiate along an axis once and twice.
  Eigen::MatrixXd derivative(int order) const;
};

/// u(x) = Σ c_k e^{ik·x}, |k_j| < nodes/2, which interpolates values on the grid but for its highest mode.
class TorusFunction {
 public:
  explicit TorusFunction(const TorusGrid& grid);

  /// u from its values on the grid.
  void interpolate(const Eigen::ArrayXd& values);

  /// out(i) += weight · u(y_i), by Horner's rule; y is rows×dimension with at most block_rows rows.
  void add_values(const Points& y, double weight, Eigen::ArrayXd& out) const;

 private:
  TorusGrid grid_;
  Index highest_;               ///< K = nodes/2 − 1
  Eigen::MatrixXcd transform_;  ///< (2K + 1)×nodes: c_{−K}, …, c_K along one axis
  Eigen::MatrixXcd c_;          ///< (2K + 1)×1 or (2K + 1)×(2K + 1)
};

}  // namespace kolmo::measure
