#include "four_roads/grid/grid_attempt.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "four_roads/grid/grid_cells.hpp"
#include "four_roads/problem/point_cells.hpp"
#include "four_roads/problem/short_time_law.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"

namespace kolmo::four_roads {
namespace {

/// Steps an octave at target 1: TR-BDF2's error constant 0.04 and the 1/t³ of p''' leave 0.04 m² an octave.
constexpr double steps_an_octave = 2.4;
/// The finest level begins where a component has that many cells of the coarsest a deviation.
constexpr double cells_a_deviation = 2;

constexpr const char* exponential = "exponential_krylov";

/// Of the finest run: a second or two. In the plane errors of order 2 cost cells in proportion to 1/target,
/// which is allowed.
double most_cell_steps(const Problem& problem) {
  return problem.dimension() == 1 ? 4e7 : 1e8 * std::max(1e-2 / problem.target, 1.0);
}

/// In the plane a drift may carry the law across many cells in a step, along one axis and back along the
/// other: shorter steps mend that, and implicit Euler's error is then the largest there is.
int doublings_before_euler(const Problem& problem) { return problem.dimension() == 1 ? 1 : 4; }

}  // namespace

fokker_planck::Setting grid_setting(const Problem& problem) {
  return {.boundaries = {}, .time = problem.known.time_dependent ? std::optional<double>(0) : std::nullopt};
}

GridAttempt::GridAttempt(const Problem& problem, const process::Process& process)
    : problem_(problem),
      process_(process),
      scales_(time_scales(problem)),
      per_octave_(problem.fokker_planck.steps > 0 ? 0 : steps_an_octave / std::sqrt(problem.target)),
      cells_(first_cells(problem)),
      stepper_(problem.fokker_planck.scheme.empty() ? first_stepper() : problem.fokker_planck.scheme) {}

/// A stepper that splits the axes takes no mixed derivatives.
std::string GridAttempt::first_stepper() const {
  const Grid grid(with_cells(problem_, std::vector<Index>(problem_.domain.size(), 8)));
  if (kinetic_structure(process_)) return "tr_bdf2";
  return grid_generator(problem_, process_, grid, grid_setting(problem_)).mixed() ? "craig_sneyd" : "tr_bdf2";
}

bool GridAttempt::is_exponential() const { return stepper_ == exponential; }

double GridAttempt::start() const {
  if (problem_.box_law || problem_.dimension() > 2) return 0;
  bool resolved = true;
  std::vector<double> deviations;
  for (std::size_t j = 0; j < cells_.size(); ++j) {
    const double width =
        (problem_.domain[j].upper - problem_.domain[j].lower) / static_cast<double>(cells_[j]);
    resolved = resolved && narrowest(*problem_.initial, static_cast<Index>(j)) >= width;
    deviations.push_back(cells_a_deviation * width * std::exp2(problem_.levels - 1));
  }
  if (resolved) return 0;
  const double when = time_to_widen(problem_, deviations);
  const bool early = when < 0.25 * problem_.clock[1];
  return early && clear_of_sides(problem_, short_time_law(problem_, when)) ? when : 0;
}

StepPlan GridAttempt::plan_from(double start) const {
  if (start > 0 && per_octave_ == 0) {
    StepPlan late = even_plan(problem_, problem_.fokker_planck.steps);
    late.schedule.times.front() = start;
    return late;
  }
  if (is_exponential() && start == 0) return even_plan(problem_, 0);
  if (per_octave_ == 0) return even_plan(problem_, problem_.fokker_planck.steps);
  const double longest = problem_.fokker_planck.steps > 0
                             ? problem_.clock.back() / static_cast<double>(problem_.fokker_planck.steps)
                             : std::numeric_limits<double>::infinity();
  double shortest = std::max(scales_.start, start);
  if (problem_.point)
    shortest = start > 0 ? start : time_to_leave_cells(problem_, with_cells(problem_, cells_));
  return graded_plan(problem_, {shortest, per_octave_, longest}, start);
}

StepPlan GridAttempt::plan_from_later() const {
  const double later = 4 * start();
  return plan_from(per_octave_ == 0 ? later : std::min(later, 0.5 * problem_.clock[1]));
}

bool GridAttempt::too_dear(const StepPlan& steps, double more, const std::vector<Index>& cells) const {
  double cost = more * static_cast<double>(steps.schedule.total_steps());
  for (const Index count : cells) cost *= static_cast<double>(count);
  return cost > most_cell_steps(problem_);
}

/// Implicit Euler takes no mixed derivatives: what Craig and Sneyd's scheme leaves negative the exponential
/// of the operator does not.
bool GridAttempt::make_more_robust() {
  const bool free = problem_.fokker_planck.scheme.empty(), mixed = stepper_ == "craig_sneyd";
  const bool dear = problem_.dimension() > 1 && per_octave_ > 0 && too_dear(plan(), 2, cells_);
  if (per_octave_ == 0) {
    per_octave_ = steps_an_octave / std::sqrt(problem_.target);
  } else if (mixed && (dear || doublings_ == 2)) {
    if (!free || problem_.known.time_dependent) return false;
    stepper_ = exponential;  // no error in time, and p ≥ 0 where no rate is negative
  } else if (is_exponential()) {
    return false;
  } else if (free && (dear || doublings_ == doublings_before_euler(problem_))) {
    if (stepper_ == "implicit_euler") return false;
    stepper_ = "implicit_euler";
  } else {
    per_octave_ *= 2;
    ++doublings_;
  }
  return true;
}

bool GridAttempt::refine(int in_step, int in_cells, const std::vector<bool>& axes) {
  std::vector<Index> cells = cells_;
  for (std::size_t j = 0; j < cells.size(); ++j)
    if (in_cells > 0 && axes[j]) cells[j] <<= in_cells;
  if (too_dear(plan(), std::ldexp(1.0, in_step), cells) ||
      *std::max_element(cells.begin(), cells.end()) > most_cells(problem_))
    return false;
  per_octave_ = std::ldexp(per_octave_, in_step);
  cells_ = cells;
  return true;
}

}  // namespace kolmo::four_roads
