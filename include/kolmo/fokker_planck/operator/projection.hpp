#pragma once
// One-dimensional laws of a density on a grid, exact for the density that is constant on each cell.

#include "kolmo/core/grid.hpp"
#include "kolmo/core/statistics/law_1d.hpp"

namespace kolmo::fokker_planck {

// p must be finite and ≥ 0 with a positive sum: InvalidArgument otherwise (see remove_negative).

/// The density of X_axis, one value a cell of that axis; p of any sign.
Eigen::ArrayXd marginal(const Grid& grid, const Eigen::ArrayXd& p, Index axis);

/// The law of X_axis: its distribution function at the faces of that axis, linear between them.
Law1D axis_law(const Grid& grid, const Eigen::ArrayXd& p, Index axis = 0);

/// The law of (X + sign Y)/√2, sign = ±1 (2-D only). A cell projects to a trapezoid; the nodes lie
/// min(h_x, h_y)/√2 apart, or a 64th of max(h_x, h_y)/√2 where that is more, and F is exact at each of them.
Law1D diagonal_law(const Grid& grid, const Eigen::ArrayXd& p, int sign);

}  // namespace kolmo::fokker_planck
