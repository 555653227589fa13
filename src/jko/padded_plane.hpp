#pragma once
// Values on a grid of two axes with one more cell all around, for central differences.

#include "kolmo/core/grid.hpp"

namespace kolmo::jko {

/// First and second derivatives.
struct PlaneDerivatives {
  double x, y, xx, xy, yy;
};

/// Beyond the outermost centres values go on as parabolas.
class PaddedPlane {
 public:
  explicit PaddedPlane(const Grid& grid);
  void set(const Eigen::ArrayXd& values);
  /// By central differences of second order at cell (i, j).
  PlaneDerivatives at(Index i, Index j) const {
    const double* p = values_.data() + (j + 1) * row_ + i + 1;
    return {(p[1] - p[-1]) * half_x_, (p[row_] - p[-row_]) * half_y_, (p[1] - 2 * p[0] + p[-1]) * square_x_,
            (p[row_ + 1] - p[row_ - 1] - p[1 - row_] + p[-1 - row_]) * half_x_ * half_y_,
            (p[row_] - 2 * p[0] + p[-row_]) * square_y_};
  }

 private:
  Index columns_, rows_, row_;
  double half_x_, half_y_, square_x_, square_y_;
  Eigen::ArrayXd values_;
};

}  // namespace kolmo::jko
