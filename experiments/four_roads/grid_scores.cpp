#include "four_roads/grid_scores.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/grid_score.hpp"
#include "kolmo/process/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

namespace fp = fokker_planck;

constexpr Index most_cells = 16384;
constexpr double most_recorded = 4e6;
/// Steps between two recorded densities. A score is asked of tails, where log p holds the relative error of
/// p: at z deviations of a front that moves z³ times as large as in its middle. Steps cost little, records
/// much.
constexpr Index steps_a_record = 4;

GridResolution refined(GridResolution resolution, const ScoreFineness& fineness) {
  for (Index& steps : resolution.plan.steps) steps <<= fineness.records;
  for (Axis& axis : resolution.axes) axis.cells <<= fineness.cells;
  for (double& width : resolution.coarsest_widths) width = std::ldexp(width, -fineness.cells);
  return resolution;
}

/// Every `steps_a_record`-th of the densities.
fp::Recording thinned(const fp::Recording& recording) {
  const auto kept = static_cast<Index>(recording.times.size() - 1) / steps_a_record + 1;
  fp::Recording thin{recording.grid, {}, Eigen::ArrayXXd(recording.densities.rows(), kept)};
  for (Index k = 0; k < kept; ++k) {
    thin.times.push_back(recording.times[static_cast<std::size_t>(k * steps_a_record)]);
    thin.densities.col(k) = recording.densities.col(k * steps_a_record);
  }
  return thin;
}

ScorePtr score_of(const Problem& problem, const process::Process& process, const GridResolution& resolution) {
  std::vector<Index> steps = resolution.plan.at_level(resolution.step_level);
  for (Index& count : steps) count *= steps_a_record;
  const fp::Generator generator = fp::scharfetter_gummel(process, Grid(resolution.axes));
  const fp::RecordedMarch march = fp::march_recording(
      generator, fp::stepper(resolution.stepper), initial_cells(problem, resolution), resolution.plan.stops,
      steps, [](Index, double, const Eigen::ArrayXd&) { throw_if_stopped(); });
  // The floor is a density: that of 1e−290 of the mass in a domain's width.
  const Axis& axis = resolution.axes[0];
  return std::make_shared<fp::GridScore>(thinned(march.recording), 1e-290 / (axis.upper - axis.lower),
                                         gradient_structure(*problem.intrinsic));
}

}  // namespace

ScoreLevels score_levels(const RoadContext& context, const GridScores& grid, const ScoreFineness& fineness) {
  const GridResolution finest = refined(grid.finest, fineness);
  const auto score = [&](const GridResolution& resolution) {
    try {
      return score_of(context.problem, *grid.process, resolution);
    } catch (const InvalidArgument& error) {
      throw NumericalFailure(std::string("its score cannot be read from the grid's density: ") +
                             error.what());
    }
  };
  const ScorePtr best = score(finest);
  ScoreLevels levels{{best},
                     {best},
                     "score of the grid's density on " + number_text(finest.axes[0].cells) + " cells, " +
                         number_text(steps_a_record * finest.plan.total()) + " steps"};
  for (int level = 1; level < context.problem.levels; ++level) {
    GridResolution wider = finest, longer = finest;
    for (Axis& axis : wider.axes) axis.cells >>= level;
    longer.step_level = level;
    levels.in_cells.push_back(score(wider));
    levels.in_records.push_back(score(longer));
  }
  return levels;
}

bool fits(const GridScores& grid, const ScoreFineness& fineness) {
  const GridResolution finest = refined(grid.finest, fineness);
  const double recorded =
      static_cast<double>(finest.axes[0].cells) * static_cast<double>(finest.plan.total());
  return finest.axes[0].cells <= most_cells && recorded <= most_recorded;
}

}  // namespace kolmo::four_roads
