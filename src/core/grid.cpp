#include "kolmo/core/grid.hpp"

#include <cmath>
#include <utility>

#include "kolmo/core/errors.hpp"

namespace kolmo {

Grid::Grid(std::vector<Axis> axes) : axes_(std::move(axes)) {
  require(!axes_.empty() && axes_.size() <= 3, "axes", static_cast<double>(axes_.size()),
          "a grid has 1 to 3 axes");
  double cells = 1;
  for (const Axis& axis : axes_) {
    require(std::isfinite(axis.lower), "axis.lower", axis.lower, "must be finite");
    require(std::isfinite(axis.upper) && axis.upper > axis.lower, "axis.upper", axis.upper,
            "must be finite and above axis.lower");
    require(axis.cells >= 2, "axis.cells", static_cast<double>(axis.cells), "must be at least 2");
    cells *= static_cast<double>(axis.cells);
    require(cells <= 9e15, "cells of the grid", cells, "must be at most 9e15");
    cells_ *= axis.cells;
    cell_volume_ *= axis.width();
  }
}

Points Grid::centres() const {
  Points out(cells_, dimension());
  Index stride = 1;
  for (Index k = 0; k < dimension(); ++k) {
    const Axis& a = axis(k);
    for (Index c = 0; c < cells_; ++c) out(c, k) = a.centre(c / stride % a.cells);
    stride *= a.cells;
  }
  return out;
}

Grid Grid::coarsened(Index factor) const {
  require(factor >= 1, "factor", static_cast<double>(factor), "must be at least 1");
  std::vector<Axis> axes = axes_;
  for (Axis& a : axes) {
    require(a.cells % factor == 0, "factor", static_cast<double>(factor),
            "must divide the number of cells of every axis");
    a.cells /= factor;
  }
  return Grid(std::move(axes));
}

}  // namespace kolmo
