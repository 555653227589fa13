#pragma once
// Densities on a grid as transport takes them.

#include <string_view>

#include "kolmo/core/grid.hpp"

namespace kolmo::transport {

/// ρ divided by its mass, one average a cell. Throws InvalidArgument, naming `what`, the cell and the number,
/// where the number of cells is not the grid's, a value is negative or not finite, all of it is 0, or the
/// mass Σ ρ h^d is farther than 1e-6 from 1 (it says by how much).
Eigen::ArrayXd checked_density(const Grid& grid, const ConstValues& rho, std::string_view what);

/// The mass in the cells that touch a wall: what a density that is cut off by its grid leaves there.
double mass_at_walls(const Grid& grid, const ConstValues& rho);

}  // namespace kolmo::transport
