#include "kolmo/transport/grid/grid_density.hpp"

#include <cmath>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "transport/grid/grid_shape.hpp"

namespace kolmo::transport {

Eigen::ArrayXd checked_density(const Grid& grid, const ConstValues& rho, std::string_view what) {
  const std::string name(what);
  if (rho.size() != grid.cells())
    throw InvalidArgument("density " + name + ": " + number_text(rho.size()) + " values on a grid of " +
                          number_text(grid.cells()) + " cells: must be one a cell of the same grid");
  for (Index i = 0; i < rho.size(); ++i)
    if (!(rho(i) >= 0) || !std::isfinite(rho(i)))
      throw InvalidArgument("density " + name + " in cell " + number_text(i) + " = " + number_text(rho(i)) +
                            ": must be finite and at least 0");
  const double mass = sum(rho.data(), rho.size()) * grid.cell_volume();
  if (mass == 0) throw InvalidArgument("density " + name + ": is 0 everywhere: must have the mass 1");
  if (!(std::abs(mass - 1) <= 1e-6))
    throw InvalidArgument("mass of the density " + name + " = " + number_text(mass) +
                          ": must be 1, and is off by " + number_text(mass - 1) +
                          " (divide by the mass where that is meant)");
  return rho / mass;
}

double mass_at_walls(const Grid& grid, const ConstValues& rho) {
  const Triple n = cells_of(grid);
  CompensatedSum total;
  for (Index cell = 0; cell < grid.cells(); ++cell) {
    const Triple at{cell % n[0], cell / n[0] % n[1], cell / (n[0] * n[1])};
    for (Index k = 0; k < grid.dimension(); ++k) {
      const auto axis = static_cast<std::size_t>(k);
      if (at[axis] == 0 || at[axis] == n[axis] - 1) {
        total.add(rho(cell));
        break;
      }
    }
  }
  return total.value() * grid.cell_volume();
}

}  // namespace kolmo::transport
