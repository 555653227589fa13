#pragma once
// Expectations without sampling for processes on the line that are held together by their drift.

#include <vector>

#include "kolmo/measure/sde/single_step.hpp"

namespace kolmo::measure {

/// Functions on [−3, 3] by their values on 301 points, interpolated by polynomials of degree 7 through the
/// eight nearest; beyond the ends they are constant, which is a change where the processes here never come
/// (e^{−64}).
struct LineGrid {
  static constexpr Index nodes = 301;
  static constexpr double reach = 3;
  static Points points();
  /// Columns of u at x.
  static Eigen::ArrayXd at(const Points& u, double x);
};

/// E φ_k(X_t) from every point of the grid after `steps` equal steps of an autonomous process, a column each;
/// `functionals` are the values of the φ_k on the grid.
Points line_expectation(const sde::SdeScheme& scheme, const process::Process& process,
                        const Points& functionals, double t, Index steps);

/// Of N(mean, deviation²) as the start.
Eigen::ArrayXd average(const Points& u, double mean, double deviation);

}  // namespace kolmo::measure
