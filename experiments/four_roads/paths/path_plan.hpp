#pragma once
// Which scheme the road of paths takes, and how finely it steps.

#include <optional>

#include "four_roads/roads.hpp"
#include "four_roads/step_plan.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::four_roads {

struct PathPlan {
  const sde::SdeScheme* scheme;
  StepPlan steps;
  StepRule rule{};            ///< of graded steps
  bool steps_chosen = false;  ///< left open by the configuration
  Index particles = 0;        ///< as configured, or fewer that take more steps each
};

/// What the configuration says stands. Left open are
/// * the scheme: drift_heun (weak order 2) where its steps, no longer than 1.5 √target of the drift's own
/// time, are
///   at most `most_steps`; else, and where a path of it leaves the finite numbers, drift_implicit_trapezoid
///   (weak order 2, stable for every step, with the stationary variance of a linear drift exactly);
/// * the steps: graded (step_plan.hpp), halved until 4096 paths on all levels have budgets within target ·
/// spread,
///   P(X > 0) excepted, or their number reaches the cost limit (an implicit step counts as ten).
///
/// Where the equations of implicit steps have no solution on the line (a drift that changes its sign within a
/// step's length, as on rings much longer than their ripples), drift_heun takes the steps that it is stable
/// with, and as many fewer paths.
///
/// `scheme` is one that takes the place of those before it, which left the finite numbers: it begins with
/// steps of a 64th of the span, as it need not resolve what is stiff. So does the first sturdier one where V
/// stops being finite within a width of the domain.
PathPlan path_plan(const RoadContext& context, const process::Process& process,
                   const sde::SdeScheme* scheme = nullptr);

/// The same scheme with steps 2^−times as long; none where the configuration counts them or the cost limit is
/// in the way.
std::optional<PathPlan> finer_plan(const Problem& problem, const PathPlan& plan, int times);

/// The next scheme where paths of `scheme` left the finite numbers and the configuration names none:
/// drift_implicit_trapezoid, then drift_implicit_euler, then tamed_euler; null after the last, and where the
/// configuration names one.
const sde::SdeScheme* sturdier(const Problem& problem, const process::Process& process,
                               const sde::SdeScheme& scheme);

}  // namespace kolmo::four_roads
