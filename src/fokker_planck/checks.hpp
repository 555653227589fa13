#pragma once
// What densities on grids must fulfil.

#include "kolmo/core/errors.hpp"
#include "kolmo/core/grid.hpp"

namespace kolmo::fokker_planck {

inline void check_size(const Grid& grid, const Eigen::ArrayXd& p) {
  require(p.size() == grid.cells(), "size of p", static_cast<double>(p.size()),
          "must be the number of cells");
}

inline void check_density(const Grid& grid, const Eigen::ArrayXd& p) {
  check_size(grid, p);
  if (!p.isFinite().all()) throw InvalidArgument("p: every entry must be finite");
  require(p.minCoeff() >= 0, "smallest entry of p", p.minCoeff(), "must be ≥ 0 (see remove_negative)");
  require(p.maxCoeff() > 0, "largest entry of p", p.maxCoeff(), "must be > 0");
}

inline void check_axis(const Grid& grid, Index axis) {
  require(axis >= 0 && axis < grid.dimension(), "axis", static_cast<double>(axis),
          "must be an axis of the grid");
}

}  // namespace kolmo::fokker_planck
