#pragma once
// What a grid in the plane reports beyond its numbers: points, pictures, the energy distance of its levels.

#include <map>
#include <string>

#include "four_roads/grid/grid_run.hpp"

namespace kolmo::four_roads {

/// An upper estimate of the √(energy distance) of two laws in the plane from their projections: |x| is π/2
/// times the mean of |x·θ| over directions θ, and in 1-D ED = 2 ∫(F − G)² ≤ 2 KS W1; the mean over directions
/// is taken over the four we have.
double energy_from_projections(const std::map<std::string, Law1D>& a, const std::map<std::string, Law1D>& b);

/// The first two axes of a grid in space, and the density of those coordinates on them; as they are
/// otherwise.
Grid plane_of(const Grid& grid);
Eigen::ArrayXd in_the_plane(const Grid& grid, const Eigen::ArrayXd& p);

/// The density averaged over the bins of two axes, from cells of the plane.
Eigen::ArrayXXd planar_picture(const Grid& grid, const Eigen::ArrayXd& p, const std::vector<Axis>& axes);

/// Adds to every snapshot points drawn from the grid's density, the energy budget from two coarser runs
/// (null: none), and a picture.
void add_planar_parts(const RoadContext& context, const std::vector<Axis>& axes, const GridRun& run,
                      const GridRun* coarser, const GridRun* slower, RoadOutput& output);

}  // namespace kolmo::four_roads
