#pragma once
// The grid road's runs on all its levels, as fine as the configuration or the accuracy asks.

#include "four_roads/grid/grid_run.hpp"

namespace kolmo::four_roads {

struct GridLevels {
  GridResolution finest;
  std::vector<GridRun> runs;  ///< the finest; then coarser in the step; then coarser in the cells
  std::optional<GridRun>
      later_start;  ///< the finest from four times the start, where that is not 0 and not exact
  double order_in_time =
      1;  ///< what the stepper claims on these grids: on several axes less than on the line
};

/// Runs the levels, summarises them into `output` (deterministic_levels.hpp), and doubles steps and cells
/// that the configuration does not count until the budgets of both are within target · spread
/// (refinement.hpp) or the cost limit of a run is reached: 4·10⁷ cell-steps, in the plane 10⁸ and as many
/// times more as the target is below 10⁻². In the plane only the axes that matter get more cells
/// (grid_cells.hpp). A density that turns negative is started anew by graded steps where they were even, then
/// with twice as many, then, if the stepper was not asked for, with implicit_euler, which keeps it positive.
GridLevels grid_levels(const RoadContext& context, const process::Process& process,
                       const verify::RoadResult* statistical, RoadOutput& output);

}  // namespace kolmo::four_roads
