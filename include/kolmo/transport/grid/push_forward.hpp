#pragma once
// The map x − ∇ψ(x) on a grid, and what it does to a density.

#include <vector>

#include "kolmo/core/grid.hpp"

namespace kolmo::transport {

/// T(x) = x − factor ∇ψ(x) at the corners of the cells, from values of ψ at their centres: the slope along an
/// axis is the mean over the pairs of cells that meet in the corner (second order), and none at a wall, which
/// T maps to itself. Between corners T is linear along each axis. A point that would leave the walls is put
/// on them (the nearest point: an optimal map never leaves a box, so that this touches errors only).
class CornerMap {
 public:
  explicit CornerMap(const Grid& grid);

  /// Throws InvalidArgument unless ψ is finite.
  void set(const double* psi, double factor = 1);
  /// T_axis at the corners, in cells from the lower wall: corner (i, j, k) has index i + (n₀ + 1)(j + (n₁ +
  /// 1)k).
  const Eigen::ArrayXd& in_cells(Index axis) const { return corners_[static_cast<std::size_t>(axis)]; }
  const Grid& grid() const { return grid_; }
  /// T at the centres of the cells: the mean of a cell's corners, cells×d.
  Points at_centres() const;

 private:
  Grid grid_;
  std::vector<Eigen::ArrayXd> corners_;
};

/// What μ is within a cell.
enum class Profile {
  /// Its average. A move by a part f of a cell then spreads mass by f(1 − f)h², h²/6 on average: each
  /// push-forward
  /// adds about that to the variance.
  uniform,
  /// Linear along each axis, by the difference of the neighbours (scaled down where a corner would be
  /// negative): the
  /// spread is of third order in h, in smooth places.
  linear
};

/// T♯μ as cell averages, written to `out` (not μ itself), and the cost ∫ ½|x − T(x)|² dμ. μ is uniform in
/// each cell. A cell is cut into as many parts along an axis as its image is cells long in any direction; the
/// image of a part is an upright box between the middles of its faces, and its mass is shared by overlap.
/// Images of neighbours then meet without a gap along each axis, and for maps that act on each axis alone
/// (translations, stretchings, products) the result is T♯μ to rounding. Mass is kept to rounding. Slabs
/// across the last axis in parallel, added in a fixed order: the same bits for every number of threads.
double push_forward(const CornerMap& map, const double* mu, double* out, Profile profile = Profile::uniform);

}  // namespace kolmo::transport
