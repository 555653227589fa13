#pragma once
// From a density in closed form to numbers on a grid.

#include "kolmo/core/grid.hpp"
#include "kolmo/density/density.hpp"

namespace kolmo::fokker_planck {

enum class CellValues {
  point,    ///< p at the cell's centre
  average,  ///< the mean of p over the cell (Gauss–Legendre, 4 points an axis)
};

struct InitialDensity {
  Eigen::ArrayXd density;  ///< one value a cell, Σ density · cell volume = 1
  double mass_outside;  ///< 1 − ∫ p over the domain; of the order of rounding, of either sign, where nothing
                        ///< is outside
};

/// p on the grid, normalised there. The mass inside is integrated with 4 Gauss–Legendre points a cell in 1-D
/// and for averages; of points in 2-D and 3-D it is the sum over them. Throws InvalidArgument if more than
/// `outside_bound` of the mass lies outside the domain, if the sum exceeds 1 (peaks narrower than the cells),
/// if the dimensions differ, or if the grid does not fit into memory (with its size in bytes).
InitialDensity initial_density(const density::Density& density, const Grid& grid,
                               CellValues values = CellValues::point, double outside_bound = 1e-8);

}  // namespace kolmo::fokker_planck
