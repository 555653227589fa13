#include "four_roads/grid_levels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "four_roads/deterministic_levels.hpp"
#include "four_roads/point_cells.hpp"
#include "four_roads/refinement.hpp"
#include "four_roads/short_time_law.hpp"
#include "four_roads/time_scales.hpp"
#include "four_roads/walls.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"

namespace kolmo::four_roads {
namespace {

namespace fp = fokker_planck;

constexpr double most_cell_steps = 4e7;
constexpr Index fewest_cells = 512, most_cells = 16384;
/// Steps an octave at target 1: TR-BDF2's error constant 0.04 and the 1/t³ of p''' leave 0.04 m² an octave.
constexpr double steps_an_octave = 2.4;
/// A start is resolved where its deviation is that many cells of the coarsest level.
constexpr double cells_a_deviation = 2;

std::vector<Axis> with_cells(std::vector<Axis> axes, Index cells) {
  for (Axis& axis : axes) axis.cells = cells;
  return axes;
}

std::vector<Axis> coarsened(std::vector<Axis> axes, int level) {
  for (Axis& axis : axes) axis.cells >>= level;
  return axes;
}

double narrowest(const Problem& problem) {
  double least = std::numeric_limits<double>::infinity();
  for (Index k = 0; k < problem.initial->components(); ++k)
    least = std::min(least, std::sqrt(problem.initial->covariance(k)(0, 0)));
  return least;
}

/// What is tried, finer and more robust from one attempt to the next.
struct Attempt {
  double per_octave;  ///< 0: even steps
  Index cells;
  std::string stepper;
};

class Search {
 public:
  Search(const RoadContext& context, const process::Process& process)
      : context_(context), problem_(context.problem), process_(process), scales_(time_scales(problem_)) {
    const RoadSettings& road = problem_.fokker_planck;
    attempt_ = {road.steps > 0 ? 0 : steps_an_octave / std::sqrt(problem_.target), first_cells(),
                road.scheme.empty() ? "tr_bdf2" : road.scheme};
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
  Index first_cells() const {
    if (problem_.fokker_planck.cells > 0) return problem_.fokker_planck.cells;
    if (problem_.dimension() == 2) return problem_.target < 5e-3 ? 256 : 128;
    if (problem_.dimension() == 3) return problem_.target < 5e-3 ? 64 : 48;
    const double width = problem_.domain[0].upper - problem_.domain[0].lower;
    const double wanted = cells_a_deviation * width / narrowest(problem_) * std::exp2(problem_.levels - 1);
    Index cells = fewest_cells;
    while (static_cast<double>(cells) < wanted && cells < most_cells / 4) cells *= 2;
    return cells;
  }

  /// 0 where the coarsest level resolves the initial law, or averages over its cells do (a deviation of half
  /// a cell): else when it has spread to as many cells as are needed, if that is early enough.
  double start(Index cells) const {
    if (problem_.dimension() != 1 || problem_.box_law) return 0;
    const double width = (problem_.domain[0].upper - problem_.domain[0].lower) / static_cast<double>(cells);
    if (narrowest(problem_) >= width) return 0;
    const double when = time_to_widen(problem_, cells_a_deviation * width * std::exp2(problem_.levels - 1));
    const bool early = when < 0.25 * problem_.clock[1];
    return early && clear_of_sides(problem_, short_time_law(problem_, when)) ? when : 0;
  }

  StepPlan plan(double start) const {
    if (attempt_.per_octave == 0) return even_plan(problem_, problem_.fokker_planck.steps);
    const double longest = problem_.fokker_planck.steps > 0
                               ? problem_.clock.back() / static_cast<double>(problem_.fokker_planck.steps)
                               : std::numeric_limits<double>::infinity();
    double shortest = std::max(scales_.start, start);
    if (problem_.point)
      shortest =
          start > 0 ? start : time_to_leave_cells(problem_, with_cells(problem_.domain, attempt_.cells));
    return graded_plan(problem_, {shortest, attempt_.per_octave, longest}, start);
  }

  GridLevels levels() const {
    const double from = start(attempt_.cells);
    GridLevels levels{{from > 0 && attempt_.per_octave == 0 ? late_even_plan(from) : plan(from), 0,
                       with_cells(problem_.domain, attempt_.cells), attempt_.stepper,
                       with_cells(problem_.domain, attempt_.cells >> (problem_.levels - 1))[0].width()},
                      {},
                      std::nullopt};
    const int n = problem_.levels;
    context_.progress.start(2 * n, problem_.name + ": grid");
    for (int level = 0; level < n; ++level) {
      GridResolution resolution = levels.finest;
      resolution.step_level = level;
      levels.runs.push_back(run_grid(context_, process_, resolution));
    }
    for (int level = 1; level < n; ++level) {
      GridResolution resolution = levels.finest;
      resolution.axes = coarsened(levels.finest.axes, level);
      levels.runs.push_back(run_grid(context_, process_, resolution));
    }
    if (from > 0 && !problem_.linear) {
      GridResolution resolution = levels.finest;
      resolution.plan = attempt_.per_octave == 0 ? late_even_plan(4 * from)
                                                 : plan(std::min(4 * from, 0.5 * problem_.clock[1]));
      levels.later_start = run_grid(context_, process_, resolution);
    }
    return levels;
  }

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
        if (retry == 4) throw;
        more_robust();
      }
    }
  }

  void more_robust() {
    const bool free = problem_.fokker_planck.scheme.empty();
    if (attempt_.per_octave == 0) {
      attempt_.per_octave = steps_an_octave / std::sqrt(problem_.target);
    } else if (free && doubled_) {
      attempt_.stepper = "implicit_euler";
    } else {
      attempt_.per_octave *= 2;
      doubled_ = true;
    }
  }

  /// What a stepper claims on the problem's grid: on several axes less than on the line.
  double order_of_steps(const std::string& stepper) const {
    const Grid grid(with_cells(problem_.domain, attempt_.cells >> (problem_.levels - 1)));
    if (process_.kinetic_structure())
      return *fp::KineticSolver(process_, grid, kinetic_settings(problem_))
                  .claim()
                  .order(Sense::time, Context::line);
    const auto time = problem_.known.time_dependent ? std::optional<double>(0) : std::nullopt;
    const double order =
        fp::order_in_time(
            fp::stepper(stepper),
            fp::scharfetter_gummel(process_, grid, {.boundaries = grid_boundaries(problem_), .time = time}))
            .value();
    return time ? std::min(order, 2.0) : order;  // every step takes the coefficients at its middle
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
    std::vector<DeterministicRefinement> refinements = {steps, cells};
    if (levels.later_start)
      refinements.push_back({"start", 2, {&levels.runs[0].snapshots, &levels.later_start->snapshots}});
    summarise_deterministic(context_, refinements, statistical, output);
  }

  /// Whether there is a finer attempt to be made. Only what the configuration leaves open becomes finer.
  bool finer(const RoadOutput& output, GridLevels& levels) {
    const RoadSettings& road = problem_.fokker_planck;
    const int in_step =
        road.steps > 0 ? 0 : doublings(excess(problem_, output, "step"), levels.order_in_time, 2);
    const int in_cells = road.cells > 0 ? 0 : doublings(excess(problem_, output, "grid"), 2, 2);
    levels.refined = in_step == 0 && in_cells == 0;
    if (levels.refined) return false;
    const double cost = static_cast<double>(levels.finest.plan.total()) * static_cast<double>(attempt_.cells);
    if (std::ldexp(cost, in_step + in_cells) > most_cell_steps || attempt_.cells << in_cells > most_cells)
      return false;
    attempt_.per_octave = std::ldexp(attempt_.per_octave, in_step);
    attempt_.cells <<= in_cells;
    return true;
  }

  const RoadContext& context_;
  const Problem& problem_;
  const process::Process& process_;
  TimeScales scales_;
  Attempt attempt_;
  bool doubled_ = false;
};

}  // namespace

GridLevels grid_levels(const RoadContext& context, const process::Process& process,
                       const verify::RoadResult* statistical, RoadOutput& output) {
  return Search(context, process).run(statistical, output);
}

}  // namespace kolmo::four_roads
