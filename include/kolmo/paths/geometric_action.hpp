#pragma once
// Curves of least geometric action: the way of transitions as the noise vanishes, whatever time they take.

#include <Eigen/Core>

#include "kolmo/process/process.hpp"

namespace kolmo::paths {

/// A curve between two points, equal arcs between neighbours in the metric of the noise.
struct LeastActionCurve {
  Points curve;  ///< (M + 1)×d
  /// Ŝ = ∫ |φ′|_a |f|_a − φ′·a⁻¹ f: the least ½∫|ẋ − f|²_a dt over all times, a = G Gᵀ (midpoint rule; order
  /// 2 in 1/M). With dX = −∇V dt + √(2T) dW it is (V(top) − V(begin))/T on a way up and 0 on a way down. The
  /// quasipotential, where the curve begins in a fixed point.
  double action;
  Index iterations;
};

/// What is asked, and how far it is taken.
struct GeometricAction {
  const process::Process& process;  ///< asked at time 0; must outlive the call
  Eigen::ArrayXd scale;             ///< d numbers > 0, of the drift's features: for differences
  Index most_iterations = 20000;
  /// Settled where no place moves by more than this part of the curve's length while τ grows by 1/max|J|².
  double tolerance = 1e-7;
};

/// The curve from the first row of `start` to its last, downhill from there: with λ = |f|/|φ′| (norms of a),
///     φ_τ = λ² φ″ + λλ′ φ′ − λ (J − Jᵀ) φ′ − Jᵀ f
/// in coordinates in which a is the unit matrix, λ²φ″ taken implicitly, then moved to equal arcs. A local
/// minimum: of several ways the one that `start` lies near. Throws InvalidArgument unless the noise is the
/// same everywhere with full rank and there are 8 points or more, NumericalFailure where the drift is not
/// finite or the curve has not settled. Source: Heymann and Vanden-Eijnden (2008), Comm. Pure Appl. Math. 61,
/// 1052.
LeastActionCurve least_action_curve(const GeometricAction& problem, const Points& start);

}  // namespace kolmo::paths
