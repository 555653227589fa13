// The road of minimising movements in the plane: JKO steps of the free energy through the equation of Monge
// and Ampère, extrapolated to τ = 0.

#include <algorithm>
#include <array>
#include <cmath>

#include "four_roads/comparison/quantities.hpp"
#include "four_roads/cost_limit.hpp"
#include "four_roads/grid/grid_cells.hpp"
#include "four_roads/grid/grid_plane.hpp"
#include "four_roads/jko/jko_roads.hpp"
#include "four_roads/jko/plane_jko_run.hpp"
#include "four_roads/problem/capped_potential.hpp"
#include "four_roads/problem/time_scales.hpp"
#include "four_roads/problem/truncation.hpp"
#include "four_roads/refinement.hpp"
#include "four_roads/step_plan.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {
namespace {

constexpr int most_rounds = 4;
/// Steps an octave at target 1 of errors of order 2.
constexpr double steps_an_octave = 0.4;
constexpr double order_in_step = 2, order_in_cells = 2;

/// Of the finest run: a microsecond and a half each.
double most_cell_steps(const Problem& problem) { return 200 / (problem.target * problem.target); }

/// Steps and cells, doubled where the configuration leaves them open until budgets are within target ·
/// spread.
class PlaneJkoSearch {
 public:
  PlaneJkoSearch(const RoadContext& context, const process::GradientStructure& structure)
      : context_(context),
        problem_(context.problem),
        structures_{structure, capped(problem_, structure)},
        stepped_(problem_) {
    ++stepped_.levels;  // extrapolation takes one more
    const TimeScales scales = time_scales(problem_);
    rule_ = {scales.start, std::max(2.0, steps_an_octave / std::sqrt(problem_.target)),
             0.5 * scales.concave / std::exp2(problem_.levels)};
    cells_ = first_cells_of_jko();
    set_steps();
  }

  RoadOutput run(const verify::RoadResult* statistical) {
    for (int round = 0;; ++round) {
      RoadOutput output;
      output.result.name = road::jko;
      output.result.times = problem_.times;
      converge();
      summarise(statistical, output);
      if (round < most_rounds && finer(output)) continue;
      finish(output);
      return output;
    }
  }

 private:
  /// Of the coarsest level a cell a deviation: log ρ is smooth, that of a Gaussian exact on any grid.
  std::vector<Index> first_cells_of_jko() const {
    std::vector<Index> cells;
    for (std::size_t j = 0; j < problem_.domain.size(); ++j) {
      const Axis& axis = problem_.domain[j];
      const double wanted = (axis.upper - axis.lower) / narrowest(*problem_.initial, static_cast<Index>(j)) *
                            std::exp2(problem_.levels - 1);
      Index count = 64;
      while (static_cast<double>(count) < wanted && count < most_cells(problem_) / 4)
        count = count % 3 == 0 ? count / 3 * 4 : count / 2 * 3;  // 64, 96, 128, 192, …
      cells.push_back(problem_.jko.cells > 0 ? problem_.jko.cells : count);
    }
    return cells;
  }

  std::vector<Axis> axes(int coarser) const {
    std::vector<Axis> all = with_cells(problem_, cells_);
    for (Axis& axis : all) axis.cells >>= coarser;
    return all;
  }

  /// The runs: all steps on the finest cells; the two finest on wider ones.
  void run_levels() {
    const int levels = problem_.levels;
    struct Task {
      int step, cells;
    };
    std::vector<Task> tasks;
    for (int level = 0; level <= levels; ++level) tasks.push_back({level, 0});
    for (int level = 1; level < levels; ++level)
      for (const int step : {0, 1}) tasks.push_back({step, level});
    std::vector<PlaneJkoRun> runs(tasks.size());
    context_.progress.start(static_cast<double>(tasks.size()), problem_.name + ": JKO steps");
    const auto run = [&](std::size_t at) {
      runs[at] = run_plane(problem_, structures_[attempt_], steps_, tasks[at].step, axes(tasks[at].cells));
      context_.progress.advance(1);
    };
    // Where a step fails it is a long one, or one on wide cells: these cost little.
    const std::size_t longest = static_cast<std::size_t>(levels), widest = tasks.size() - 1;
    run(longest);
    if (widest != longest) run(widest);
    for_each_task(static_cast<Index>(tasks.size()), [&](Index i) {
      const auto at = static_cast<std::size_t>(i);
      if (at != longest && at != widest) run(at);
    });
    finest_ = runs[0];
    in_step_.clear();
    in_cells_.clear();
    for (int level = 0; level < levels; ++level) {
      const auto at = static_cast<std::size_t>(level), wide = static_cast<std::size_t>(levels) - 1 + 2 * at;
      in_step_.push_back(extrapolate(problem_, axes(0), runs[at], runs[at + 1]));
      in_cells_.push_back(level == 0 ? in_step_[0]
                                     : extrapolate(problem_, axes(level), runs[wide], runs[wide + 1]));
    }
  }

  /// The same; where a step fails with V without its heights, then with half as long steps, both once more.
  void converge() {
    for (int retry = 0;; ++retry) {
      try {
        return run_levels();
      } catch (const NumericalFailure&) {
        if (attempt_ == 0) {
          attempt_ = 1;
          continue;
        }
        if (problem_.jko.steps > 0 || retry >= 3) throw;
        attempt_ = 0;
        halve(1);
      }
    }
  }

  void summarise(const verify::RoadResult* statistical, RoadOutput& output) const {
    DeterministicRefinement steps{"step", order_in_step, {}}, cells{"grid", order_in_cells, {}};
    for (const Extrapolated& level : in_step_) steps.levels.push_back(&level.snapshots);
    for (const Extrapolated& level : in_cells_) cells.levels.push_back(&level.snapshots);
    summarise_deterministic(context_, {steps, cells}, statistical, output);
    const Grid grid(axes(0));
    for (std::size_t i = 0; i < output.result.snapshots.size(); ++i) {
      output.densities.push_back(planar_picture(grid, in_step_[0].densities[i], plot_axes(problem_)));
      Truncation cut = truncation_of(grid, in_step_[0].densities[i]);
      cut.mass += in_step_[0].negative_mass;
      for (auto& [name, quantity] : output.result.snapshots[i].quantities)
        quantity.budget += truncation_budget(problem_, cut, name, quantity.value);
      for (auto& [name, budget] : output.result.snapshots[i].distance_budgets)
        budget += truncation_budget_of_distance(problem_, cut, name);
    }
  }

  double cost(int in_step, int in_cells) const {
    double cost = static_cast<double>(steps_.schedule.total_steps());
    for (const Index count : cells_) cost *= static_cast<double>(count);
    return std::ldexp(cost, in_step + 2 * in_cells);
  }

  bool finer(const RoadOutput& output) {
    const double in_step = excess(problem_, output, "step"), in_cells = excess(problem_, output, "grid");
    const int more_steps = problem_.jko.steps > 0 ? 0 : doublings(in_step, order_in_step, 2);
    const int more_cells = problem_.jko.cells > 0 ? 0 : doublings(in_cells, order_in_cells, 1);
    if ((more_steps == 0 && more_cells == 0) || cost(more_steps, more_cells) > most_cell_steps(problem_))
      return false;
    for (Index& count : cells_) count <<= more_cells;
    halve(more_steps);
    return true;
  }

  void halve(int times) {
    rule_.per_octave = std::ldexp(rule_.per_octave, times);
    rule_.longest = std::ldexp(rule_.longest, -times);
    set_steps();
  }

  void set_steps() {
    steps_ = problem_.jko.steps > 0 ? even_plan(stepped_, problem_.jko.steps) : graded_plan(stepped_, rule_);
  }

  void finish(RoadOutput& output) const {
    output.resolution =
        problem_.jko.scheme + ", " + number_text(steps_.schedule.total_steps()) + " steps in " +
        number_text(steps_.schedule.steps.size()) +
        " stretches, extrapolated with half as many to tau = 0, " + number_text(cells_[0]) +
        (cells_[1] == cells_[0] ? " cells an axis" : " x " + number_text(cells_[1]) + " cells");
    say_cost_limit(
        problem_, "the road of JKO steps",
        {{"step", "jko.steps", steps_.schedule.total_steps(), order_in_step, problem_.jko.steps == 0},
         {"grid", "jko.cells", cells_[0], order_in_cells, problem_.jko.cells == 0}},
        output);
    output.facts["dissipation_ratio"] = {
        finest_.movement / finest_.fall,
        "sum of W2^2/(2 tau) over the fall of the free energy: 1/2 + O(tau)"};
    output.facts["largest_residual"] = {finest_.residual, "largest residual of a step"};
    output.facts["largest_mass_defect"] = {finest_.mass_defect, "largest mass that a step lost or gained"};
    output.facts["newton_iterations"] = {static_cast<double>(finest_.iterations),
                                         "Newton iterations of all steps"};
  }

  const RoadContext& context_;
  const Problem& problem_;
  std::array<process::GradientStructure, 2> structures_;  ///< as it is; without its heights
  std::size_t attempt_ = 0;                               ///< which of them
  Problem stepped_;                                       ///< with one level more, for plans of steps
  StepRule rule_{};
  StepPlan steps_;
  std::vector<Index> cells_;
  PlaneJkoRun finest_;
  std::vector<Extrapolated> in_step_, in_cells_;  ///< finest first
};

}  // namespace

RoadOutput plane_jko_road(const RoadContext& context, const process::Process& process,
                          const verify::RoadResult* statistical) {
  const auto structure = process::gradient_structure(process);
  return PlaneJkoSearch(context, *structure).run(statistical);
}

}  // namespace kolmo::four_roads
