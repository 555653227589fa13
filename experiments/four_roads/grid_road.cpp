// The road of the Fokker–Planck grid, on levels in step and in cell width.

#include <algorithm>

#include "four_roads/deterministic_levels.hpp"
#include "four_roads/grid_plane.hpp"
#include "four_roads/grid_run.hpp"
#include "four_roads/stationary.hpp"
#include "four_roads/truncation.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"

namespace kolmo::four_roads {
namespace {

namespace fp = fokker_planck;

std::vector<Axis> coarsened(std::vector<Axis> axes, int level) {
  for (Axis& axis : axes) axis.cells >>= level;
  return axes;
}

/// Adds what the walls may have cost; mass that was out of place once counts from then on.
void add_truncation_budgets(const RoadContext& context, const GridRun& run, RoadOutput& output) {
  const Grid grid(context.problem.domain);
  Truncation worst;
  for (std::size_t i = 0; i < run.snapshots.size(); ++i) {
    const Truncation now = truncation_of(grid, run.densities[i]);
    worst = {std::max(worst.mass, now.mass), std::max(worst.largest_slope, now.largest_slope),
             std::max(worst.log_fall, now.log_fall)};
    verify::RoadSnapshot& snapshot = output.result.snapshots[i];
    for (auto& [name, quantity] : snapshot.quantities)
      quantity.budget += truncation_budget(context.problem, worst, name, quantity.value);
    for (auto& [name, budget] : snapshot.distance_budgets)
      budget += truncation_budget_of_distance(context.problem, worst, name);
  }
  output.facts["mass_beyond_walls"] = {worst.mass, "mass that the tails at the walls would have outside"};
  verify::Check check;
  check.id = context.problem.name + "/fokker_planck/mass_beyond_walls";
  check.observed = worst.mass;
  check.tolerance = most_mass_beyond_walls;
  check.verdict = verify::judge(0, check.observed, check.tolerance);
  check.source = "tail of the density at the walls";
  if (check.verdict != verify::Verdict::pass) check.note = "take a larger domain";
  output.checks.push_back(std::move(check));
}

void check_mass(const RoadContext& context, const GridRun& run, RoadOutput& output) {
  verify::Check check;
  check.id = context.problem.name + "/fokker_planck/mass_defect";
  check.observed = run.march.mass_defect;
  check.bias_bound = check.tolerance = 1e-13;  // rounding of sums, whatever the number of steps
  check.verdict = verify::judge(0, check.observed, check.tolerance);
  check.source = "conservation";
  output.checks.push_back(std::move(check));
  output.facts["mass_defect"] = {run.march.mass_defect, "relative change of the mass over the whole march"};
  output.facts["smallest_density"] = {run.march.minimum, "smallest cell value after any step"};
  output.facts["negative_mass"] = {run.negative_mass,
                                   "largest relative mass of negative cells at a reported time"};
}

/// What the stepper claims on the problem's grid: in the plane fewer orders than on the line.
double order_of_steps(const Problem& problem, const process::Process& process) {
  const fp::Generator generator =
      fp::scharfetter_gummel(process, Grid(coarsened(problem.domain, problem.levels - 1)));
  return fp::order_in_time(fp::stepper(problem.fokker_planck.scheme), generator).value();
}

/// The densities of a run on the line: what other roads take from the grid.
std::vector<LineDensity> line_densities(const GridRun& run) {
  std::vector<LineDensity> densities;
  for (const Eigen::ArrayXd& p : run.densities) densities.push_back({run.axes[0], p});
  return densities;
}

}  // namespace

RoadOutput grid_road(const RoadContext& context, const verify::RoadResult* statistical,
                     verify::Effects& effects, GridScores* scores) {
  const Problem& problem = context.problem;
  const auto& plant = context.settings.planted.fokker_planck;
  const ProcessPtr process = plant ? plant(problem.intrinsic) : problem.intrinsic;
  const int levels = problem.levels;
  RoadOutput output;
  output.result.name = road::fokker_planck;
  output.result.times = problem.times;
  output.result.ingredients = {"the grid's density"};

  context.progress.start(2 * levels + 1, problem.name + ": grid");
  std::vector<GridRun> runs;  // the finest; then coarser in the step; then coarser in the cells
  runs.reserve(2 * static_cast<std::size_t>(levels));
  for (int level = 0; level < levels; ++level) {
    runs.push_back(run_grid(context, *process, {level, problem.domain}, scores != nullptr && level == 0));
  }
  for (int level = 1; level < levels; ++level) {
    runs.push_back(
        run_grid(context, *process, {0, coarsened(problem.domain, level)}, scores != nullptr && level == 1));
  }
  DeterministicRefinement steps{"step", order_of_steps(problem, *process), {}};
  DeterministicRefinement cells{"grid", 2, {}};
  for (int level = 0; level < levels; ++level) {
    steps.levels.push_back(&runs[static_cast<std::size_t>(level)].snapshots);
    cells.levels.push_back(&runs[static_cast<std::size_t>(level == 0 ? 0 : levels - 1 + level)].snapshots);
  }
  summarise_deterministic(context, {steps, cells}, statistical, output);
  if (problem.dimension() == 2) {
    const auto at = [&](int index) { return levels > 1 ? &runs[static_cast<std::size_t>(index)] : nullptr; };
    add_planar_parts(context, runs[0], at(levels), at(1), output);
  } else {
    compare_stationary_law(context, *process, output);
  }
  add_truncation_budgets(context, runs[0], output);
  check_mass(context, runs[0], output);
  effects = effects_of_2_percent(context, runs[0], {0, problem.domain});
  if (scores != nullptr) {
    const auto at = [&](int index) -> const GridRun& { return runs[static_cast<std::size_t>(index)]; };
    *scores = {at(0).score,           at(levels).score,           line_densities(at(0)),
               line_densities(at(1)), line_densities(at(levels)), steps.order};
  }
  return output;
}

}  // namespace kolmo::four_roads
