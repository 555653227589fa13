#include "kolmo/jko/barenblatt.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::jko {

Eigen::ArrayXd barenblatt_cells(const Grid& grid, double t, double m) {
  require(grid.dimension() == 2, "axes", static_cast<double>(grid.dimension()), "must be 2");
  require(t > 0 && std::isfinite(t), "t", t, "must be positive and finite");
  require(m > 1 && m <= 20, "exponent m", m, "must be within (1, 20]");
  // ∫(C − κr²)₊^p = π C^{p+1}/(κ(p + 1)), p = 1/(m − 1)
  const double beta = 1 / (2 * m), kappa = beta * (m - 1) / (2 * m), power = 1 / (m - 1);
  const double c =
      m == 2 ? 0.19947114020071635 : std::pow(kappa * (power + 1) / std::numbers::pi, 1 / (power + 1));
  const double spread = m == 2 ? std::sqrt(t) : std::pow(t, 2 * beta);
  const Points x = grid.centres();
  const double h = grid.axis(0).width(), k = grid.axis(1).width();
  Eigen::ArrayXd rho = Eigen::ArrayXd::Zero(grid.cells());
  for (Index cell = 0; cell < grid.cells(); ++cell)
    for (int s = 0; s < 16; ++s) {
      const double u = x(cell, 0) + h * ((s % 4 + 0.5) / 4 - 0.5),
                   v = x(cell, 1) + k * ((s / 4 + 0.5) / 4 - 0.5);
      const double base = std::max(0.0, c - kappa * (u * u + v * v) / spread);
      rho(cell) += (m == 2 ? base : std::pow(base, power)) / spread / 16;
    }
  return rho / (sum(rho.data(), rho.size()) * grid.cell_volume());
}

}  // namespace kolmo::jko
