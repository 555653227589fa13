#pragma once
// Where the steps of a road lie: even ones that the configuration counts, or graded ones that follow a rule.

#include <vector>

#include "four_roads/problem/problem.hpp"
#include "kolmo/core/schedule.hpp"

namespace kolmo::four_roads {

/// Stops of a road on the process's clock, the problem's times among them, and the steps between them.
struct StepPlan {
  Schedule
      schedule;  ///< of the finest level, from where the road starts; steps are multiples of 2^(levels − 1)
  std::vector<Index> snapshot;  ///< of each stop: index into Problem::times, −1 between them and at the start

  /// On level ℓ every interval has 2^−ℓ of the steps it has on level 0.
  Schedule at_level(int level) const;
};

/// How long steps may be: at a time t after the start min(max(t, shortest)/per_octave, longest).
///
/// A law that starts away from where it is going changes at rates that fall like 1/t: what is fast is over
/// soon, and what is left at t is slower than about 1/t (for ẋ = −c x^k the stiffness along a path is k/((k −
/// 1) t), whatever c). So as many steps in [t, 2t] as in [2t, 4t] resolve both alike, superlinear drifts
/// included.
struct StepRule {
  double shortest;    ///< the shortest time in which anything happens at the start
  double per_octave;  ///< steps in [t, 2t]
  double longest;     ///< infinity: no such limit
};

/// Steps that follow the rule, rounded up in every interval. Throws InvalidArgument for a rule that is not
/// positive, or a start at or after the first of the times.
StepPlan graded_plan(const Problem& problem, const StepRule& rule, double start = 0);

/// `steps` shared over the intervals of the problem's clock (share_steps).
StepPlan even_plan(const Problem& problem, Index steps);

}  // namespace kolmo::four_roads
