#include "four_roads/grid_levels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "four_roads/deterministic_levels.hpp"
#include "four_roads/grid_cells.hpp"
#include "four_roads/point_cells.hpp"
#include "four_roads/refinement.hpp"
#include "four_roads/short_time_law.hpp"
#include "four_roads/time_scales.hpp"
#include "four_roads/walls.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/process/kinetic_langevin.hpp"

namespace kolmo::four_roads {
namespace {

namespace fp = fokker_planck;

/// Steps an octave at target 1: TR-BDF2's error constant 0.04 and the 1/t³ of p''' leave 0.04 m² an octave.
constexpr double steps_an_octave = 2.4;
/// The finest level begins where a component has that many cells of the coarsest a deviation.
constexpr double cells_a_deviation = 2;

constexpr int most_retries = 6;

constexpr const char* exponential = "exponential_krylov";

/// Of the finest run: a second or two. In the plane errors of order 2 cost cells in proportion to 1/target,
/// which is allowed.
double most_cell_steps(const Problem& problem) {
  return problem.dimension() == 1 ? 4e7 : 1e8 * std::max(1e-2 / problem.target, 1.0);
}

std::vector<Axis> coarsened(std::vector<Axis> axes, int level) {
  for (Axis& axis : axes) axis.cells >>= level;
  return axes;
}

/// What is tried, finer and more robust from one attempt to the next.
struct Attempt {
  double per_octave;  ///< 0: even steps
  std::vector<Index> cells;
  std::string stepper;
};

class Search {
 public:
  Search(const RoadContext& context, const process::Process& process)
      : context_(context), problem_(context.problem), process_(process), scales_(time_scales(problem_)) {
    const RoadSettings& road = problem_.fokker_planck;
    attempt_ = {road.steps > 0 ? 0 : steps_an_octave / std::sqrt(problem_.target), first_cells(problem_),
                road.scheme.empty() ? first_stepper() : road.scheme};
  }

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
  /// A stepper that splits the axes takes no mixed derivatives.
  std::string first_stepper() const {
    const Grid grid(with_cells(problem_, std::vector<Index>(problem_.domain.size(), 8)));
    if (kinetic_structure(process_)) return "tr_bdf2";
    return grid_generator(problem_, process_, grid, setting()).mixed() ? "craig_sneyd" : "tr_bdf2";
  }

  fp::Setting setting() const {
    return {.boundaries = {},
            .time = problem_.known.time_dependent ? std::optional<double>(0) : std::nullopt};
  }

  /// 0 where the coarsest level resolves the initial law, or averages over its cells do (a deviation of half
  /// a cell): else when it has spread to as many cells as are needed, if that is early enough.
  double start(const std::vector<Index>& cells) const {
    if (problem_.box_law || problem_.dimension() > 2) return 0;
    bool resolved = true;
    std::vector<double> deviations;
    for (std::size_t j = 0; j < cells.size(); ++j) {
      const double width =
          (problem_.domain[j].upper - problem_.domain[j].lower) / static_cast<double>(cells[j]);
      resolved = resolved && narrowest(*problem_.initial, static_cast<Index>(j)) >= width;
      deviations.push_back(cells_a_deviation * width * std::exp2(problem_.levels - 1));
    }
    if (resolved) return 0;
    const double when = time_to_widen(problem_, deviations);
    const bool early = when < 0.25 * problem_.clock[1];
    return early && clear_of_sides(problem_, short_time_law(problem_, when)) ? when : 0;
  }

  StepPlan plan(double start) const {
    if (attempt_.stepper == exponential && start == 0) return even_plan(problem_, 0);  // substeps are its own
    if (attempt_.per_octave == 0) return even_plan(problem_, problem_.fokker_planck.steps);
    const double longest = problem_.fokker_planck.steps > 0
                               ? problem_.clock.back() / static_cast<double>(problem_.fokker_planck.steps)
                               : std::numeric_limits<double>::infinity();
    double shortest = std::max(scales_.start, start);
    if (problem_.point)
      shortest = start > 0 ? start : time_to_leave_cells(problem_, with_cells(problem_, attempt_.cells));
    return graded_plan(problem_, {shortest, attempt_.per_octave, longest}, start);
  }

  GridLevels levels() {
    ++attempts_;
    const double from = start(attempt_.cells);
    GridLevels levels{{from > 0 && attempt_.per_octave == 0 ? late_even_plan(from) : plan(from),
                       0,
                       with_cells(problem_, attempt_.cells),
                       attempt_.stepper,
                       {}},
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
          level > 0 && attempt_.stepper == exponential
              ? levels.runs[0]
              : run_grid(context_, process_, resolution, name() + ", steps of level " + number_text(level)));
    }
    for (int level = 1; level < n; ++level) {
      GridResolution resolution = levels.finest;
      resolution.axes = coarsened(levels.finest.axes, level);
      levels.runs.push_back(
          run_grid(context_, process_, resolution, name() + ", cells of level " + number_text(level)));
    }
    if (from > 0 && !problem_.linear) {
      GridResolution resolution = levels.finest;
      resolution.plan = attempt_.per_octave == 0 ? late_even_plan(4 * from)
                                                 : plan(std::min(4 * from, 0.5 * problem_.clock[1]));
      levels.later_start = run_grid(context_, process_, resolution, name() + ", a later start");
    }
    return levels;
  }

  /// Tells the pieces of an attempt from those of another.
  std::string name() const { return "attempt " + number_text(attempts_); }

  /// Even steps from a late start.
  StepPlan late_even_plan(double from) const {
    StepPlan late = even_plan(problem_, problem_.fokker_planck.steps);
    late.stops.front() = from;
    return late;
  }

  /// The levels of the attempt, or of the next that keeps its density positive.
  GridLevels positive_levels() {
    for (int retry = 0;; ++retry) {
      try {
        return levels();
      } catch (const NegativeDensity&) {
        if (retry == most_retries || !more_robust()) throw;
      }
    }
  }

  /// In the plane a drift may carry the law across many cells in a step, along one axis and back along the
  /// other: shorter steps mend that, and implicit Euler's error is then the largest there is.
  int doublings_before_euler() const { return problem_.dimension() == 1 ? 1 : 4; }

  bool too_dear(const StepPlan& steps, double more, const std::vector<Index>& cells) const {
    double cost = more * static_cast<double>(steps.total());
    for (const Index count : cells) cost *= static_cast<double>(count);
    return cost > most_cell_steps(problem_);
  }

  /// Whether there is something to be tried. Implicit Euler takes no mixed derivatives: what Craig and
  /// Sneyd's scheme leaves negative the exponential of the operator does not.
  bool more_robust() {
    const bool free = problem_.fokker_planck.scheme.empty(), mixed = attempt_.stepper == "craig_sneyd";
    const bool dear = problem_.dimension() > 1 && attempt_.per_octave > 0 &&
                      too_dear(plan(start(attempt_.cells)), 2, attempt_.cells);
    if (attempt_.per_octave == 0) {
      attempt_.per_octave = steps_an_octave / std::sqrt(problem_.target);
    } else if (mixed && (dear || doublings_ == 2)) {
      if (!free || problem_.known.time_dependent) return false;
      attempt_.stepper = exponential;  // no error in time, and p ≥ 0 where no rate is negative
    } else if (attempt_.stepper == exponential) {
      return false;
    } else if (free && (dear || doublings_ == doublings_before_euler())) {
      if (attempt_.stepper == "implicit_euler") return false;
      attempt_.stepper = "implicit_euler";
    } else {
      attempt_.per_octave *= 2;
      ++doublings_;
    }
    return true;
  }

  /// What a stepper claims on the problem's grid: on several axes less than on the line.
  double order_of_steps(const std::string& stepper) const {
    const Grid grid(coarsened(with_cells(problem_, attempt_.cells), problem_.levels - 1));
    if (kinetic_structure(process_))
      return *fp::KineticSolver(process_, grid, kinetic_settings(problem_))
                  .claim()
                  .order(Sense::time, Context::line);
    const double order =
        fp::order_in_time(fp::stepper(stepper), grid_generator(problem_, process_, grid, setting())).value();
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
    std::vector<Index> cells = attempt_.cells;
    if (in_cells > 0) {
      const std::vector<bool> axes = which_axes(levels);
      for (std::size_t j = 0; j < cells.size(); ++j)
        if (axes[j]) cells[j] <<= in_cells;
    }
    if (too_dear(levels.finest.plan, std::ldexp(1.0, in_step), cells) ||
        *std::max_element(cells.begin(), cells.end()) > most_cells(problem_))
      return false;
    attempt_.per_octave = std::ldexp(attempt_.per_octave, in_step);
    attempt_.cells = cells;
    return true;
  }

  /// Whose cells matter, by the coarsest of the levels in the cells. With mixed derivatives all of them: no
  /// rate is negative on cells of the diffusion's aspect, and on no others.
  std::vector<bool> which_axes(const GridLevels& levels) const {
    const Grid grid(levels.finest.axes);
    if (!kinetic_structure(process_) && grid_generator(problem_, process_, grid, setting()).mixed())
      return std::vector<bool>(levels.finest.axes.size(), true);
    GridResolution coarsest = levels.finest;
    coarsest.axes = coarsened(coarsest.axes, problem_.levels - 1);
    return axes_to_refine(context_, process_, coarsest, levels.runs.back(), name());
  }

  const RoadContext& context_;
  const Problem& problem_;
  const process::Process& process_;
  TimeScales scales_;
  Attempt attempt_;
  int doublings_ = 0;
  int attempts_ = 0;
};

}  // namespace

GridLevels grid_levels(const RoadContext& context, const process::Process& process,
                       const verify::RoadResult* statistical, RoadOutput& output) {
  return Search(context, process).run(statistical, output);
}

}  // namespace kolmo::four_roads
