#pragma once
// The log density that a flow carries, point by point, against that of the grid.

#include <vector>

#include "four_roads/roads.hpp"
#include "four_roads/sample_summary.hpp"

namespace kolmo::four_roads {

/// log p at the points: the cubic through the four nearest cell centres' log p. NaN outside the outermost
/// centres and where one of the four is not above 0.
Eigen::ArrayXd log_density_at(const LineDensity& density, const Points& x);

/// Where no closed form gives the density: E |log p_flow − log p_grid| over the flow's particles, which the
/// points of the two roads' marginals alone cannot show (a wrong divergence leaves every particle where it
/// is). Its bound is made of the changes of the same differences: with the flow's steps and its score's grid
/// (`refinements`), with the grid's steps and cells. One check a time, which depends on "the grid's density".
void check_carried_density(const RoadContext& context, const std::vector<CoupledRuns>& refinements,
                           const GridScores& grid, RoadOutput& output);

}  // namespace kolmo::four_roads
