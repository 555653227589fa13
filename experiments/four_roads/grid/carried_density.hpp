#pragma once
// The log density that a flow carries, point by point, against that of the grid.

#include <optional>
#include <vector>

#include "four_roads/grid/grid_scores.hpp"
#include "four_roads/paths/sample_summary.hpp"
#include "four_roads/roads.hpp"

namespace kolmo::four_roads {

/// log p at the points: the cubic through the four nearest cell centres' log(p e^{V/T}), less V/T (without a
/// reference V = 0), as the grid's score is read; in the plane the product of two. NaN outside the outermost
/// centres and where one of the cells is not above 0.
Eigen::ArrayXd log_density_at(const CellDensity& density,
                              const std::optional<process::GradientStructure>& reference, const Points& x);

/// Where no closed form gives the density: E |log p_flow − log p_grid| over the flow's particles, which the
/// points of the two roads' marginals alone cannot show (a wrong divergence leaves every particle where it
/// is). Its bound is made of the changes of the same differences over three levels (verify::distance_budget,
/// which follows the observed order): of the flow's steps and its score (`refinements`), of the grid's steps
/// and cells. One check a time, which depends on "the grid's density".
void check_carried_density(const RoadContext& context, const std::vector<CoupledRuns>& refinements,
                           const GridScores& grid, RoadOutput& output);

}  // namespace kolmo::four_roads
