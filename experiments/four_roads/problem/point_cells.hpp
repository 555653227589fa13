#pragma once
// A point on a grid.

#include "four_roads/problem/problem.hpp"

namespace kolmo::four_roads {

/// The mass of a point x spread over three cells of each axis, with the weights of the quadratic B-spline
/// about it,
///     ¾ − s², ½ (½ ± s)²,   s = (x − the nearest centre)/h,
/// which add to 1 and have mean x and variance h²/4 wherever x lies in its cell: an error of second order in
/// h without a term that jumps from one grid to the next. What would lie beyond a side is mirrored there, or
/// goes on round a ring. Source: de Boor (2001), A Practical Guide to Splines, chapter IX.
Eigen::ArrayXd point_cells(const Problem& problem, const Grid& grid);

/// h²/(4 g²) of the axis where that is shortest: the time in which noise makes up the width that this start
/// has.
double time_to_leave_cells(const Problem& problem, const std::vector<Axis>& axes);

/// Whether every component of a law is 8 deviations away from sides that are not open: there the law of free
/// space is the problem's.
bool clear_of_sides(const Problem& problem, const density::GaussianMixture& law);

}  // namespace kolmo::four_roads
