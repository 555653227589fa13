#pragma once
// The c-transform for the cost ½|x − y|² on a grid: lower envelopes of parabolas, line by line.

#include "kolmo/core/grid.hpp"

namespace kolmo::transport {

/// Over which y the infimum of a c-transform runs.
enum class Infimum {
  /// The centres of the cells: exact for point masses there. The map x − ∇φᶜ then jumps from centre to
  /// centre: its
  /// density is off by O(1) from cell to cell, however fine the grid.
  on_centres,
  /// Also between them along each line: the parabola through the lowest centre and its two neighbours, which
  /// takes off
  /// at most h²/8 of curvature: O(h³) from the infimum over all y for smooth φ, and the map is smooth as φ
  /// is.
  between_centres
};

/// φᶜ(x) = min_y { ½|x − y|² − φ(y) }, x over the centres of the cells, one number a cell; `out` may be φ.
/// The cost is a sum over axes, so that the minimum is one along each axis in turn, and along a line it is
/// the lower envelope of n parabolas of one width: two sweeps, linear in n (Felzenszwalb and Huttenlocher
/// 2012, algorithm 1). On centres the value is exact for the y that is found and a tie is one to rounding:
/// the error is a few ulp of ½L² + max|φ|. φ must be finite. Lines in parallel; the same bits for every
/// number of threads.
void c_transform(const Grid& grid, const double* phi, double* out, Infimum infimum = Infimum::on_centres);

}  // namespace kolmo::transport
