#pragma once
// The grid's density as an ingredient of the probability flow: its score, as fine as the flow needs it.

#include <string>
#include <vector>

#include "four_roads/grid/grid_run.hpp"

namespace kolmo::four_roads {

/// One density of the grid at one time.
struct CellDensity {
  std::vector<Axis> axes;
  Eigen::ArrayXd cells;
};

/// What the grid road leaves to the flow.
struct GridScores {
  ProcessPtr process;  ///< that the grid marched under; null: there was no grid
  GridResolution finest;
  double order_in_time = 1;
  /// The densities at the problem's times, [level][time], finest first: with longer steps, with wider cells.
  std::vector<std::vector<CellDensity>> in_step, in_cells;
};

/// How much finer than the grid road's finest level the marches are that scores are read from: 2^cells times
/// its cells, 2^records times its steps (every fourth step is recorded).
struct ScoreFineness {
  int cells = 0, records = 0;  ///< either may be negative: coarser
  Index cells_of(Index grid) const { return times(grid, cells); }
  Index steps_of(Index grid) const { return times(grid, records); }

 private:
  static Index times(Index count, int doublings) {
    return doublings >= 0 ? count << doublings : count >> -doublings;
  }
};

/// Where the flow begins: in the plane, where a record is a whole plane, on half as many cells an axis.
ScoreFineness first_fineness(const Problem& problem);

/// Scores from marches of their own, finest first: with cells, and with records, twice as coarse from one to
/// the next. The finest is the same.
struct ScoreLevels {
  std::vector<ScorePtr> in_cells, in_records;
  std::string words;  ///< "score of the grid's density on 1024 cells, 1840 steps"
};

/// The scores of all levels. Throws NumericalFailure where a density is nowhere resolved.
ScoreLevels score_levels(const RoadContext& context, const GridScores& grid, const ScoreFineness& fineness);

/// Whether such marches stay within 16384 cells and 4·10⁶ recorded numbers, in the plane 512 cells an axis
/// and 3·10⁷ (240 MB, and half as much again for the other levels).
bool fits(const GridScores& grid, const ScoreFineness& fineness);

}  // namespace kolmo::four_roads
