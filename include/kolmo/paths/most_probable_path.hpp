#pragma once
// Paths of stationary action between two points, and which of them are minima.

#include <vector>

#include "kolmo/paths/path_action.hpp"

namespace kolmo::paths {

/// A path at which the action is stationary.
struct StationaryPath {
  Points path;    ///< (N + 1)×d
  double action;  ///< S
  /// Eigenvalues below −10⁻¹¹ of the largest entry of the Hessian of the inner points (Sylvester's law, from
  /// the pivots of its LDLᵀ): 0 at a minimum; at a saddle the path is not probable, however stationary.
  Index negative;
  /// The lowest eigenvalue of the Hessian over h: as N → ∞ that of δ²S/δx(t)², in 1/(length² time) × action;
  /// found by bisection on the number of negative pivots of H − σ.
  double lowest_curvature;
  Index iterations;
  bool is_minimum() const { return negative == 0; }
};

/// Newton's iteration from `start` without any safeguard: to the nearest stationary path, of whatever kind.
/// NumericalFailure where it does not settle in 100 steps.
StationaryPath stationary_path(const PathAction& action, Points start);

/// The minimum downhill from `start`: steps of (H + σ)⁻¹ ∇S, σ = 0 where H is positive definite (LDLᵀ with
/// positive pivots) and else raised until H + σ is, cut in half until S falls enough (Armijo, 10⁻⁴). Settled
/// where the step is below 10⁻⁶ of the scale (Newton squares what is left), or where twenty steps lower S by
/// less than 10⁻¹⁰ of it (a valley without a bottom that numbers see). A start with a symmetry that the
/// action shares keeps it, and may end at a saddle: `negative` says so. NumericalFailure where that takes
/// more than 500 steps.
StationaryPath minimal_path(const PathAction& action, Points start);

/// The lowest of the minima found downhill from `steps` + 1 points on three starts each: the straight way at
/// constant speed, late and early (all of it in the last or the first third of the time). A symmetric start
/// may lead to a saddle along a line of symmetry: starts that are not symmetric do not see it.
StationaryPath most_probable_path(const PathAction& action, const Eigen::VectorXd& from,
                                  const Eigen::VectorXd& to, Index steps);

/// The straight way from one point to the other, covered between the fractions `begin` and `end` of the time.
Points straight_path(const Eigen::VectorXd& from, const Eigen::VectorXd& to, Index steps, double begin = 0,
                     double end = 1);

}  // namespace kolmo::paths
