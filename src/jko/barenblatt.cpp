#include "kolmo/jko/barenblatt.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::jko {

Eigen::ArrayXd barenblatt_cells(const Grid& grid, double t) {
  require(grid.dimension() == 2, "axes", static_cast<double>(grid.dimension()), "must be 2");
  require(t > 0 && std::isfinite(t), "t", t, "must be positive and finite");
  const Points x = grid.centres();
  const double h = grid.axis(0).width(), k = grid.axis(1).width();
  Eigen::ArrayXd rho = Eigen::ArrayXd::Zero(grid.cells());
  for (Index cell = 0; cell < grid.cells(); ++cell)
    for (int s = 0; s < 16; ++s) {
      const double u = x(cell, 0) + h * ((s % 4 + 0.5) / 4 - 0.5),
                   v = x(cell, 1) + k * ((s / 4 + 0.5) / 4 - 0.5);
      rho(cell) +=
          std::max(0.0, (0.19947114020071635 - 0.0625 * (u * u + v * v) / std::sqrt(t)) / std::sqrt(t)) / 16;
    }
  return rho / (sum(rho.data(), rho.size()) * grid.cell_volume());
}

}  // namespace kolmo::jko
