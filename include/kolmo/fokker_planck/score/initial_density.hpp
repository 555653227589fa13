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

/// Mass 1 at a place of d coordinates, shared by the 2^d centres about it by their distances, so that its
/// mean is the place; nearer to a side than half a cell, all of it goes to the outermost centres.
/// InvalidArgument where the dimensions differ or the place is outside.
Eigen::ArrayXd point_mass(const Grid& grid, const Eigen::ArrayXd& place);

}  // namespace kolmo::fokker_planck
