#pragma once
// What densities and coefficients on grids must fulfil.

#include <string>
#include <string_view>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/grid.hpp"

namespace kolmo::fokker_planck {

/// "(0.5, -1)".
std::string to_text(const Eigen::RowVectorXd& point);
/// Of a cell.
Eigen::RowVectorXd centre(const Grid& grid, Index cell);

/// The number of cells and entries finite and ≥ 0, or InvalidArgument with the cell and its centre.
void check_nonnegative(const Grid& grid, const Eigen::ArrayXd& p, std::string_view name);

inline void check_size(const Grid& grid, const Eigen::ArrayXd& p) {
  require(p.size() == grid.cells(), "size of p", static_cast<double>(p.size()),
          "must be the number of cells");
}

inline void check_density(const Grid& grid, const Eigen::ArrayXd& p) {
  check_nonnegative(grid, p, "p");
  require(p.maxCoeff() > 0, "largest entry of p", p.maxCoeff(), "must be > 0");
}

inline void check_axis(const Grid& grid, Index axis) {
  require(axis >= 0 && axis < grid.dimension(), "axis", static_cast<double>(axis),
          "must be an axis of the grid");
}

/// Throws InvalidArgument that names the process and the place.
[[noreturn]] void refuse_not_finite(const std::string& process, const Eigen::RowVectorXd& x);

}  // namespace kolmo::fokker_planck
