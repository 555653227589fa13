#pragma once
// The linear equations of Newton's method for a map of the plane.

#include "jko/padded_plane.hpp"

namespace kolmo::jko {

/// (1 + D(c·∇ − a:∇²)) u = b on a grid of two axes, a symmetric and positive definite.
class MapOperator {
 public:
  explicit MapOperator(const Grid& grid);

  Eigen::ArrayXd c_x, c_y, a_xx, a_xy, a_yy;  ///< one a cell

  /// Until the residual is `reduction` of b's, or `most` iterations; u is what was reached.
  void solve(double d, const Eigen::ArrayXd& b, double reduction, int most, Eigen::ArrayXd& u);

 private:
  /// A tridiagonal matrix for each line, factored: lower (as multiplier), pivot, upper.
  struct Lines {
    Eigen::ArrayXd lower, pivot, upper;
  };

  void apply(const Eigen::ArrayXd& u, Eigen::ArrayXd& out);
  void factor(Index axis, Lines& lines) const;
  void precondition(const Eigen::ArrayXd& r, Eigen::ArrayXd& out) const;

  Grid grid_;
  PaddedPlane plane_;
  Lines along_x_, along_y_;
  double d_ = 0;
  Eigen::ArrayXd r_, first_, p_, p_hat_, image_, s_hat_, image_s_;
};

}  // namespace kolmo::jko
