#include "four_roads/grid/grid_scores.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/score/grid_score.hpp"
#include "kolmo/fokker_planck/score/tensor_score.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

namespace fp = fokker_planck;

/// Steps between two recorded densities. A score is asked of tails, where log p holds the relative error of
/// p: at z deviations of a front that moves z³ times as large as in its middle. Steps cost little, records
/// much.
constexpr Index steps_a_record = 4;

GridResolution refined(GridResolution resolution, const ScoreFineness& fineness) {
  for (Index& steps : resolution.plan.schedule.steps) steps = fineness.steps_of(steps);
  for (Axis& axis : resolution.axes) axis.cells = fineness.cells_of(axis.cells);
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

fp::Recording recorded_line(const Problem& problem, const process::Process& process,
                            const GridResolution& resolution) {
  Schedule schedule = resolution.plan.at_level(resolution.step_level);
  for (Index& count : schedule.steps) count *= steps_a_record;
  const fp::Generator generator = fp::scharfetter_gummel(process, Grid(resolution.axes));
  return thinned(fp::march_recording(generator, fp::stepper(resolution.stepper),
                                     initial_cells(problem, resolution), schedule,
                                     [](Index, double, const Eigen::ArrayXd&) { throw_if_stopped(); })
                     .recording);
}

/// The same of a march in the plane, whose other densities are not kept.
fp::Recording recorded_plane(const Problem& problem, const process::Process& process,
                             const GridResolution& resolution) {
  const auto [stops, steps] = resolution.plan.at_level(resolution.step_level);
  std::vector<double> times = {stops.front()};
  for (std::size_t i = 0; i < steps.size(); ++i)
    for (Index k = 1; k <= steps[i]; ++k)
      times.push_back(k == steps[i] ? stops[i + 1]
                                    : stops[i] + (stops[i + 1] - stops[i]) * (static_cast<double>(k) /
                                                                              static_cast<double>(steps[i])));
  const Grid grid(resolution.axes);
  fp::Recording recording{grid, times, Eigen::ArrayXXd(grid.cells(), static_cast<Index>(times.size()))};
  fp::march(grid_generator(problem, process, grid), fp::stepper(resolution.stepper),
            initial_cells(problem, resolution), Schedule::with_steps_each(times, steps_a_record),
            [&](Index k, double, const Eigen::ArrayXd& p) {
              throw_if_stopped();
              recording.densities.col(k) = p;
            });
  return recording;
}

/// The densities that a score is read from: what a recording holds beside its grid.
struct Records {
  std::vector<double> times;
  Eigen::ArrayXXd densities;
};

template <class Archive>
void fields(Archive& archive, Records& records) {
  archive(records.times, records.densities);
}

Records records_of(const Problem& problem, const process::Process& process,
                   const GridResolution& resolution) {
  fp::Recording recording = problem.dimension() == 1 ? recorded_line(problem, process, resolution)
                                                     : recorded_plane(problem, process, resolution);
  return {std::move(recording.times), std::move(recording.densities)};
}

ScorePtr score_of(const RoadContext& context, const process::Process& process,
                  const GridResolution& resolution, const std::string& name) {
  const Problem& problem = context.problem;
  Records records = context.progress.pieces().piece("score, " + name, resolution.stepper,
                                                    [&] { return records_of(problem, process, resolution); });
  fp::Recording recording{Grid(resolution.axes), std::move(records.times), std::move(records.densities)};
  // The floor is a density: that of 1e−290 of the mass in the domain.
  double volume = 1;
  for (const Axis& axis : resolution.axes) volume *= axis.upper - axis.lower;
  const auto reference = gradient_structure(*problem.intrinsic);
  if (problem.dimension() == 1) return std::make_shared<fp::GridScore>(recording, 1e-290 / volume, reference);
  return std::make_shared<fp::TensorScore>(recording, 1e-290 / volume, reference);
}

}  // namespace

ScoreLevels score_levels(const RoadContext& context, const GridScores& grid, const ScoreFineness& fineness) {
  const GridResolution finest = refined(grid.finest, fineness);
  const std::string attempt = "cells doubled " + number_text(fineness.cells) + " times, records " +
                              number_text(fineness.records) + ", ";
  const auto score = [&](const GridResolution& resolution, const std::string& level) {
    try {
      return score_of(context, *grid.process, resolution, attempt + level);
    } catch (const InvalidArgument& error) {
      throw NumericalFailure(std::string("its score cannot be read from the grid's density: ") +
                             error.what());
    }
  };
  const ScorePtr best = score(finest, "finest");
  ScoreLevels levels{
      {best},
      {best},
      "score of the grid's density on " + number_text(finest.axes[0].cells) +
          (finest.axes.size() == 1 ? " cells, " : " x " + number_text(finest.axes[1].cells) + " cells, ") +
          number_text(steps_a_record * finest.plan.schedule.total_steps()) + " steps"};
  for (int level = 1; level < context.problem.levels; ++level) {
    GridResolution wider = finest, longer = finest;
    for (Axis& axis : wider.axes) axis.cells >>= level;
    longer.step_level = level;
    levels.in_cells.push_back(score(wider, "cells of level " + number_text(level)));
    levels.in_records.push_back(score(longer, "records of level " + number_text(level)));
  }
  return levels;
}

ScoreFineness first_fineness(const Problem& problem) { return {problem.dimension() == 1 ? 0 : -1, 0}; }

bool fits(const GridScores& grid, const ScoreFineness& fineness) {
  const GridResolution finest = refined(grid.finest, fineness);
  const bool line = finest.axes.size() == 1;
  double recorded = static_cast<double>(finest.plan.schedule.total_steps());
  for (const Axis& axis : finest.axes) {
    recorded *= static_cast<double>(axis.cells);
    if (axis.cells > (line ? 16384 : 512)) return false;
  }
  return recorded <= (line ? 4e6 : 3e7);
}

}  // namespace kolmo::four_roads
