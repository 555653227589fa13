#include "four_roads/paths/path_plan.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "four_roads/paths/path_levels.hpp"
#include "four_roads/paths/sample_summary.hpp"
#include "four_roads/problem/singular_walls.hpp"
#include "four_roads/problem/time_scales.hpp"
#include "four_roads/refinement.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::four_roads {
namespace {

constexpr Index pilot_paths = 4096;
constexpr int most_rounds = 4;
/// Heun's local error is (hλ)³/6: hλ = 1.5 √target leaves a third of the target where one rate rules.
constexpr double step_times_rate = 1.5, steps_an_octave = 1.6;

/// Of a step and the drift's own rate, on the finest of three levels: the coarsest is stable.
constexpr double stable = 0.2;
constexpr Index fewest_paths = 4096;

/// Steps of one path that the run may cost: at the number of paths that goes with the target (8/target²) 12
/// 500.
double most_steps(const Problem& problem, Index particles) {
  return 1e5 / (problem.target * problem.target * static_cast<double>(particles));
}

/// What a step costs in steps of an explicit scheme: the rounds of Newton's method with f and its Jacobian.
double cost_of(const sde::SdeScheme& scheme) {
  return scheme.claim().name.starts_with("drift_implicit") ? 10 : 1;
}

/// Whether V stops being finite within a width of the domain: an explicit scheme throws paths across.
bool singular_nearby(const Problem& problem) {
  const FiniteStretch stretch = finite_stretch(problem);
  const Axis& axis = problem.domain[0];
  const double width = axis.upper - axis.lower;
  return axis.lower - stretch.lower < width || stretch.upper - axis.upper < width;
}

bool too_many(const Problem& problem, const PathPlan& plan, const StepPlan& steps) {
  return static_cast<double>(steps.schedule.total_steps()) * cost_of(*plan.scheme) >
         most_steps(problem, plan.particles);
}

struct Open {
  bool scheme, steps;
};

class PathSearch {
 public:
  /// `scheme`: one that is to take the others' place; null: the configuration's, or the first of the order.
  PathSearch(const RoadContext& context, const process::Process& process, const sde::SdeScheme* scheme)
      : context_(context),
        problem_(context.problem),
        process_(process),
        name_("pilot for " + (scheme == nullptr ? "a first scheme" : scheme->claim().name) + ", "),
        open_{problem_.sde.scheme.empty(), problem_.sde.steps == 0},
        scales_(time_scales(problem_)) {
    plan_.scheme = &sde::scheme(open_.scheme ? "drift_heun" : problem_.sde.scheme);
    if (scheme == nullptr && open_.scheme && singular_nearby(problem_))
      scheme = sturdier(problem_, process_, *plan_.scheme);
    sturdy_ = scheme != nullptr;
    if (sturdy_) plan_.scheme = scheme;
    plan_.particles = problem_.sde.particles;
    const double root = std::sqrt(problem_.target);
    rule_ = {scales_.start, steps_an_octave / root, step_times_rate * root * scales_.steady};
  }

  PathPlan run() {
    if (!open_.steps) {
      plan_.steps = even_plan(problem_, problem_.sde.steps);
      return plan_;
    }
    plan_.steps = graded_plan(problem_, rule_);
    if (sturdy_) {
      lengthen();
    } else if (too_many(plan_.steps)) {
      take_stiff();
    }
    plan_.steps_chosen = true;
    for (int round = 0; round < most_rounds && improve(); ++round) continue;
    plan_.rule = rule_;
    return plan_;
  }

 private:
  bool too_many(const StepPlan& steps) const { return four_roads::too_many(problem_, plan_, steps); }

  /// The longest steps become as long as the cost limit asks; a scheme that takes them, if it may be chosen.
  void take_stiff() {
    if (open_.scheme) {
      if (const sde::SdeScheme* next = sturdier(problem_, process_, *plan_.scheme)) plan_.scheme = next;
    }
    while (too_many(plan_.steps) && rule_.longest < problem_.clock.back()) {
      rule_.longest *= 2;
      plan_.steps = graded_plan(problem_, rule_);
    }
  }

  /// Nothing where a step's equation could not be solved.
  std::optional<PathRun> pilot_run() {
    try {
      return run_paths(context_, process_, *plan_.scheme, plan_.steps, pilot_paths, "sde/pilot",
                       name_ + number_text(++pilots_));
    } catch (const NumericalFailure& failure) {
      if (problem_.dimension() == 1 && !open_.scheme) throw;
      failure_ = failure.what();
      return std::nullopt;
    }
  }

  /// One pilot run; whether another, better one is to follow.
  bool improve() {
    const std::optional<PathRun> went = pilot_run();
    if (!went && problem_.dimension() == 1) return step_stably();
    if (!went || went->diverged > 0) {
      // How stiff the way is was asked on the line alone: elsewhere shorter steps are tried first.
      if (problem_.dimension() > 1 && !sturdy_ && halve(2)) return true;
      const sde::SdeScheme* next = sturdier(problem_, process_, *plan_.scheme);
      if (next == nullptr) return halve(1);
      plan_.scheme = next;
      lengthen();
      return true;
    }
    RoadOutput output;
    output.result.times = problem_.times;
    const CoupledRuns& levels = went->levels;
    summarise_samples(context_, {levels}, output);
    const double order = levels.order;
    const int more = doublings(excess(problem_, output, "step"), order, 2);
    return more > 0 && halve(more);
  }

  /// max |∂f/∂x| on the domain of a line.
  double largest_rate() const {
    constexpr Index places = 512;
    Axis axis = problem_.domain[0];
    axis.cells = places;
    const Points x = Grid({axis}).centres();
    Eigen::ArrayXd slope(places);
    process_.drift_divergence(0, x, slope);
    return slope.abs().maxCoeff();
  }

  /// An explicit scheme whose steps are stable, and as many paths as may take them.
  /// Throws what stopped the implicit scheme where that costs too much, too.
  bool step_stably() {
    const double longest = stable / largest_rate(), allowed = 1e5 / (problem_.target * problem_.target);
    const bool dear = !(problem_.clock.back() / longest * static_cast<double>(fewest_paths) < allowed);
    if (dear || plan_.scheme->claim().name == "drift_heun") throw NumericalFailure(failure_);
    plan_.scheme = &sde::scheme("drift_heun");
    rule_.longest = longest;
    plan_.steps = graded_plan(problem_, rule_);
    const double affordable = allowed / static_cast<double>(plan_.steps.schedule.total_steps());
    const Index rounded = 16 * static_cast<Index>(affordable / 16);
    plan_.particles = std::min(plan_.particles, std::max(fewest_paths, rounded));
    return true;
  }

  /// A scheme that was taken because the one before exploded need not resolve what is stiff: a 64th of the
  /// span, and what the pilot runs then ask for.
  void lengthen() {
    rule_.longest = std::max(rule_.longest, problem_.clock.back() / 64);
    plan_.steps = graded_plan(problem_, rule_);
  }

  bool halve(int times) {
    plan_.rule = rule_;
    const std::optional<PathPlan> finer = finer_plan(problem_, plan_, times);
    if (!finer) return false;
    rule_ = finer->rule;
    plan_ = *finer;
    return true;
  }

  const RoadContext& context_;
  const Problem& problem_;
  const process::Process& process_;
  std::string name_;
  Open open_;
  bool sturdy_ = false;
  TimeScales scales_;
  StepRule rule_{};
  PathPlan plan_{};
  std::string failure_;  ///< of the last pilot
  int pilots_ = 0;
};

}  // namespace

PathPlan path_plan(const RoadContext& context, const process::Process& process,
                   const sde::SdeScheme* scheme) {
  return PathSearch(context, process, scheme).run();
}

std::optional<PathPlan> finer_plan(const Problem& problem, const PathPlan& plan, int times) {
  if (!plan.steps_chosen) return std::nullopt;
  PathPlan finer = plan;
  finer.rule.per_octave = std::ldexp(plan.rule.per_octave, times);
  finer.rule.longest = std::ldexp(plan.rule.longest, -times);
  finer.steps = graded_plan(problem, finer.rule);
  if (too_many(problem, plan, finer.steps)) return std::nullopt;
  return finer;
}

const sde::SdeScheme* sturdier(const Problem& problem, const process::Process& process,
                               const sde::SdeScheme& scheme) {
  if (!problem.sde.scheme.empty()) return nullptr;
  constexpr std::array<const char*, 3> order = {"drift_implicit_trapezoid", "drift_implicit_euler",
                                                "tamed_euler"};
  const auto at = std::find(order.begin(), order.end(), scheme.claim().name);
  for (auto next = at == order.end() ? order.begin() : at + 1; next != order.end(); ++next) {
    if (sde::scheme(*next).can_step(process)) return &sde::scheme(*next);
  }
  return nullptr;
}

}  // namespace kolmo::four_roads
