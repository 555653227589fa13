#include "four_roads/grid/grid_levels.hpp"

#include <algorithm>
#include <cmath>

#include "four_roads/deterministic_levels.hpp"
#include "four_roads/grid/grid_attempt.hpp"
#include "four_roads/grid/grid_cells.hpp"
#include "four_roads/refinement.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"

namespace kolmo::four_roads {
namespace {

namespace fp = fokker_planck;

constexpr int most_retries = 6;

std::vector<Axis> coarsened(std::vector<Axis> axes, int level) {
  for (Axis& axis : axes) axis.cells >>= level;
  return axes;
}

class Search {
 public:
  Search(const RoadContext& context, const process::Process& process)
      : context_(context), problem_(context.problem), process_(process), attempt_(problem_, process) {}

  GridLevels run(const verify::RoadResult* statistical, RoadOutput& output) {
    const RoadOutput empty = output;
    for (int round = 0;; ++round) {
      output = empty;
      GridLevels levels = positive_levels();
      summarise(levels, statistical, output);
      if (!finer(output, levels) || round == 6) return levels;
    }
  }

 private:
  GridLevels levels() {
    ++attempts_;
    GridLevels levels{{attempt_.plan(), 0, with_cells(problem_, attempt_.cells()), attempt_.stepper(), {}},
                      {},
                      std::nullopt};
    for (const Axis& axis : coarsened(levels.finest.axes, problem_.levels - 1))
      levels.finest.coarsest_widths.push_back(axis.width());
    const int n = problem_.levels;
    context_.progress.start(2 * n, problem_.name + ": grid");
    for (int level = 0; level < n; ++level) {
      GridResolution resolution = levels.finest;
      resolution.step_level = level;
      levels.runs.push_back(
          level > 0 && attempt_.is_exponential()
              ? levels.runs[0]
              : run_grid(context_, process_, resolution, name() + ", steps of level " + number_text(level)));
    }
    for (int level = 1; level < n; ++level) {
      GridResolution resolution = levels.finest;
      resolution.axes = coarsened(levels.finest.axes, level);
      levels.runs.push_back(
          run_grid(context_, process_, resolution, name() + ", cells of level " + number_text(level)));
    }
    if (attempt_.start() > 0 && !problem_.linear) {
      GridResolution resolution = levels.finest;
      resolution.plan = attempt_.plan_from_later();
      levels.later_start = run_grid(context_, process_, resolution, name() + ", a later start");
    }
    return levels;
  }

  /// Tells the pieces of an attempt from those of another.
  std::string name() const { return "attempt " + number_text(attempts_); }

  /// The levels of the attempt, or of the next that keeps its density positive.
  GridLevels positive_levels() {
    for (int retry = 0;; ++retry) {
      try {
        return levels();
      } catch (const NegativeDensity&) {
        if (retry == most_retries || !attempt_.make_more_robust()) throw;
      }
    }
  }

  /// What a stepper claims on the problem's grid: on several axes less than on the line.
  double order_of_steps(const std::string& stepper) const {
    const Grid grid(coarsened(with_cells(problem_, attempt_.cells()), problem_.levels - 1));
    if (kinetic_structure(process_))
      return *fp::KineticSolver(process_, grid, kinetic_settings(problem_))
                  .claim()
                  .order(Sense::time, Context::line);
    const double order = fp::order_in_time(fp::stepper(stepper),
                                           grid_generator(problem_, process_, grid, grid_setting(problem_)))
                             .value();
    return problem_.known.time_dependent ? std::min(order, 2.0)
                                         : order;  // every step takes the coefficients at its middle
  }

  void summarise(GridLevels& levels, const verify::RoadResult* statistical, RoadOutput& output) const {
    levels.order_in_time = order_of_steps(levels.finest.stepper);
    DeterministicRefinement steps{"step", levels.order_in_time, {}};
    DeterministicRefinement cells{"grid", 2, {}};
    const int n = problem_.levels;
    for (int level = 0; level < n; ++level) {
      steps.levels.push_back(&levels.runs[static_cast<std::size_t>(level)].snapshots);
      cells.levels.push_back(
          &levels.runs[static_cast<std::size_t>(level == 0 ? 0 : n - 1 + level)].snapshots);
    }
    std::vector<DeterministicRefinement> refinements = {cells};
    if (std::isfinite(levels.order_in_time)) refinements.insert(refinements.begin(), steps);
    if (levels.later_start)
      refinements.push_back({"start", 2, {&levels.runs[0].snapshots, &levels.later_start->snapshots}});
    summarise_deterministic(context_, refinements, statistical, output);
  }

  /// Whether there is a finer attempt to be made. Only what the configuration leaves open becomes finer.
  bool finer(const RoadOutput& output, const GridLevels& levels) {
    const RoadSettings& road = problem_.fokker_planck;
    const int in_step =
        road.steps > 0 ? 0 : doublings(excess(problem_, output, "step"), levels.order_in_time, 2);
    // In the plane twice as many on both axes are four times the cost, and levels that have too few cells for
    // their order to be seen ask for more than is needed.
    const int at_once = problem_.dimension() == 1 ? 2 : 1;
    const int in_cells = road.cells > 0 ? 0 : doublings(excess(problem_, output, "grid"), 2, at_once);
    if (in_step == 0 && in_cells == 0) return false;
    return attempt_.refine(in_step, in_cells, in_cells > 0 ? which_axes(levels) : std::vector<bool>{});
  }

  /// Whose cells matter, by the coarsest of the levels in the cells. With mixed derivatives all of them: no
  /// rate is negative on cells of the diffusion's aspect, and on no others.
  std::vector<bool> which_axes(const GridLevels& levels) const {
    const Grid grid(levels.finest.axes);
    if (!kinetic_structure(process_) &&
        grid_generator(problem_, process_, grid, grid_setting(problem_)).mixed())
      return std::vector<bool>(levels.finest.axes.size(), true);
    GridResolution coarsest = levels.finest;
    coarsest.axes = coarsened(coarsest.axes, problem_.levels - 1);
    return axes_to_refine(context_, process_, coarsest, levels.runs.back(), name());
  }

  const RoadContext& context_;
  const Problem& problem_;
  const process::Process& process_;
  GridAttempt attempt_;
  int attempts_ = 0;
};

}  // namespace

GridLevels grid_levels(const RoadContext& context, const process::Process& process,
                       const verify::RoadResult* statistical, RoadOutput& output) {
  return Search(context, process).run(statistical, output);
}

}  // namespace kolmo::four_roads
