// The road of the Fokker–Planck grid, on levels in step and in cell width.

#include <algorithm>
#include <cmath>
#include <sstream>

#include "four_roads/cost_limit.hpp"
#include "four_roads/deterministic_levels.hpp"
#include "four_roads/grid/grid_levels.hpp"
#include "four_roads/grid/grid_plane.hpp"
#include "four_roads/grid/grid_run.hpp"
#include "four_roads/grid/grid_scores.hpp"
#include "four_roads/grid/stationary.hpp"
#include "four_roads/problem/escape.hpp"
#include "four_roads/problem/truncation.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"

namespace kolmo::four_roads {
namespace {

namespace fp = fokker_planck;

/// A place that was found by halving: what is 0 but for rounding is 0.
std::string place(double x, const Axis& domain) {
  return number_text(std::abs(x) < 1e-12 * (domain.upper - domain.lower) ? 0 : x, 6);
}

std::string finite_domain(const FiniteStretch& stretch, const Axis& domain) {
  return "take a larger domain, within ]" + place(stretch.lower, domain) + ", " +
         place(stretch.upper, domain) + "[, where V is finite";
}

/// Adds what the walls may have cost; mass that was out of place once counts from then on.
void add_truncation_budgets(const RoadContext& context, const Grid& grid, const GridRun& run,
                            const verify::RoadResult* statistical, RoadOutput& output) {
  const FiniteStretch stretch = finite_stretch(context.problem);
  Truncation worst;
  for (std::size_t i = 0; i < run.snapshots.size(); ++i) {
    const Truncation now = truncation_of(grid, run.densities[i], stretch,
                                         [&](Index j, int side) { return context.problem.wall(j, side); });
    worst = {std::max(worst.mass, now.mass), std::max(worst.largest_slope, now.largest_slope),
             std::max(worst.log_fall, now.log_fall)};
    verify::RoadSnapshot& snapshot = output.result.snapshots[i];
    Truncation out_of_place = worst;
    if (context.problem.dimension() > 1) out_of_place.mass += run.negative_mass;  // it was taken away
    for (auto& [name, quantity] : snapshot.quantities)
      quantity.budget += truncation_budget(context.problem, out_of_place, name, quantity.value);
    for (auto& [name, budget] : snapshot.distance_budgets)
      budget += truncation_budget_of_distance(context.problem, out_of_place, name);
  }
  output.facts["mass_beyond_walls"] = {worst.mass, "mass that the tails at the walls would have outside"};
  verify::Check check;
  check.id = context.problem.name + "/fokker_planck/mass_beyond_walls";
  check.observed = worst.mass;
  check.tolerance = most_mass_beyond_walls;
  // More is no wrong number: the budgets hold it. But the domain is then another problem than the line's.
  check.verdict = check.observed <= check.tolerance ? verify::Verdict::pass : verify::Verdict::unresolved;
  check.source = "tail of the density at the walls";
  if (check.verdict != verify::Verdict::pass)
    check.note = stretch.bounded() ? finite_domain(stretch, grid.axis(0))
                                   : escape_in_words(context.problem, grid, run, statistical);
  output.checks.push_back(std::move(check));
}

void check_mass(const RoadContext& context, const GridRun& run, RoadOutput& output) {
  // 1e-13: rounding of sums, whatever the number of steps
  verify::Check check = verify::value_check(0, run.march.mass_defect, 1e-13, "conservation");
  check.id = context.problem.name + "/fokker_planck/mass_defect";
  output.checks.push_back(std::move(check));
  output.facts["mass_defect"] = {run.march.mass_defect, "relative change of the mass over the whole march"};
  output.facts["smallest_density"] = {run.march.minimum, "smallest cell value after any step"};
  output.facts["negative_mass"] = {run.negative_mass,
                                   "largest relative mass of negative cells at a reported time"};
}

/// In the plane on cells twice as wide: what 2 % do is not asked to more than a few per cent of itself.
verify::Effects effects_on(const RoadContext& context, const GridLevels& run) {
  const auto levels = static_cast<std::size_t>(context.problem.levels);
  if (context.problem.dimension() == 1 || levels == 1)
    return effects_of_2_percent(context, run.runs[0], run.finest);
  GridResolution wider = run.finest;
  wider.axes = run.runs[levels].axes;
  return effects_of_2_percent(context, run.runs[levels], wider);
}

/// The densities of a run: what other roads take from the grid.
std::vector<CellDensity> cell_densities(const GridRun& run) {
  std::vector<CellDensity> densities;
  for (const Eigen::ArrayXd& p : run.densities) densities.push_back({run.axes, p});
  return densities;
}

/// "512 cells an axis", "128 x 256 cells".
std::string cells_in_words(const std::vector<Axis>& axes) {
  std::string words = number_text(axes[0].cells);
  bool equal = true;
  for (std::size_t j = 1; j < axes.size(); ++j) equal = equal && axes[j].cells == axes[0].cells;
  if (equal) return words + " cells an axis";
  for (std::size_t j = 1; j < axes.size(); ++j) words += " x " + number_text(axes[j].cells);
  return words + " cells";
}

/// The refinements of the grid: which key makes each finer. In space twice as many cells an axis are eight
/// times as many, and no number of them would do.
std::vector<Fineness> finenesses(const Problem& problem, const GridLevels& run) {
  Index most = 0;
  for (const Axis& axis : run.finest.axes) most = std::max(most, axis.cells);
  const bool space = problem.dimension() == 3;
  std::vector<Fineness> all{{"step", "fokker_planck.steps", run.finest.plan.schedule.total_steps(),
                             run.order_in_time, problem.fokker_planck.steps == 0},
                            {"grid", space ? "" : "fokker_planck.cells", most, 2,
                             problem.fokker_planck.cells == 0, space ? "fokker_planck.enabled = false" : ""}};
  if (run.later_start)
    all.push_back({"start", "fokker_planck.cells", most, 2, problem.fokker_planck.cells == 0});
  return all;
}

void describe(const GridLevels& run, RoadOutput& output) {
  const GridResolution& finest = run.finest;
  std::ostringstream text;
  text << finest.stepper << ", " << finest.plan.schedule.total_steps() << " steps in "
       << finest.plan.schedule.steps.size() << " stretches, " << cells_in_words(finest.axes);
  if (finest.plan.schedule.times.front() > 0)
    text << ", from the law at clock time " << finest.plan.schedule.times.front()
         << " (the start is narrower than a cell)";
  output.resolution = text.str();
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

  GridLevels run = grid_levels(context, *process, statistical, output);
  std::vector<GridRun>& runs = run.runs;
  const std::vector<Axis>& axes = run.finest.axes;
  if (problem.dimension() > 1) {
    const auto at = [&](int index) { return levels > 1 ? &runs[static_cast<std::size_t>(index)] : nullptr; };
    add_planar_parts(context, axes, runs[0], at(levels), at(1), output);
  } else {
    compare_stationary_law(context, axes[0], *process, output);
  }
  add_truncation_budgets(context, Grid(axes), runs[0], statistical, output);
  check_mass(context, runs[0], output);
  effects = effects_on(context, run);
  describe(run, output);
  say_cost_limit(problem, "the grid", finenesses(problem, run), output);
  if (scores != nullptr) {
    *scores = {process, run.finest, run.order_in_time, {}, {}};
    for (int level = 0; level < levels; ++level) {
      const int wider = level == 0 ? 0 : levels - 1 + level;
      scores->in_step.push_back(cell_densities(runs[static_cast<std::size_t>(level)]));
      scores->in_cells.push_back(cell_densities(runs[static_cast<std::size_t>(wider)]));
    }
  }
  return output;
}

}  // namespace kolmo::four_roads
