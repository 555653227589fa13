#pragma once
// Uniform tensor grids of cells.

#include <string>
#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo {

/// One axis: `cells` equal cells on [lower, upper].
struct Axis {
  double lower, upper;
  Index cells;
  double width() const { return (upper - lower) / static_cast<double>(cells); }
  double centre(Index i) const { return lower + (static_cast<double>(i) + 0.5) * width(); }
  double face(Index i) const { return lower + static_cast<double>(i) * width(); }  ///< i = 0 … cells
};

/// A tensor grid of 1 to 3 axes. Cell (i, j, k) has index i + cells₀ (j + cells₁ k): the first axis is
/// contiguous.
class Grid {
 public:
  /// Throws InvalidArgument unless 1 to 3 axes, each finite with lower < upper and at least 2 cells, 9e15 in
  /// all at most.
  explicit Grid(std::vector<Axis> axes);
  Index dimension() const { return static_cast<Index>(axes_.size()); }
  const Axis& axis(Index k) const { return axes_[static_cast<std::size_t>(k)]; }
  Index cells() const { return cells_; }
  double cell_volume() const { return cell_volume_; }
  /// All cell centres, cells×d.
  Points centres() const;
  /// The same domain with the number of cells of every axis divided by `factor` (which must divide it).
  Grid coarsened(Index factor) const;

 private:
  std::vector<Axis> axes_;
  Index cells_ = 1;
  double cell_volume_ = 1;
};

}  // namespace kolmo
