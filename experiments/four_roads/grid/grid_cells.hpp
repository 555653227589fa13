#pragma once
// How many cells each axis of the grid has.

#include <vector>

#include "four_roads/grid/grid_run.hpp"

namespace kolmo::four_roads {

/// The smallest deviation along coordinate j that a component of a law has where the others are held:
/// 1/√(C⁻¹)_jj, √C on the line. What a grid's line along j has to resolve.
double narrowest(const density::GaussianMixture& law, Index j);
/// Its square.
double narrowest_variance(const density::GaussianMixture& law, Index j);

/// As many as are configured; else on the line 512, in the plane 128 (256 for targets below 5·10⁻³), and on
/// every axis more, by factors of two, until the coarsest level has two cells a narrowest deviation, but at
/// most a quarter of most_cells.
std::vector<Index> first_cells(const Problem& problem);

/// Of one axis: 16384 on the line, 2048 in the plane.
Index most_cells(const Problem& problem);

/// The problem's domain with that many cells.
std::vector<Axis> with_cells(const Problem& problem, const std::vector<Index>& cells);

/// Which axes to refine for a smaller error of the cells. In the plane the coarsest level (`coarsest`, what
/// it gave) is run again with one axis twice as fine, one after the other: an axis is refined where that
/// changes a quantity, in its spread, by at least a quarter of what the other does. `name` tells these runs
/// from others of the road.
std::vector<bool> axes_to_refine(const RoadContext& context, const process::Process& process,
                                 const GridResolution& coarsest, const GridRun& run, const std::string& name);

}  // namespace kolmo::four_roads
