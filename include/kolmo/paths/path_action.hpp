#pragma once
// The action of a path of a diffusion: how improbable it is.

#include <Eigen/SparseCore>

#include "kolmo/process/process.hpp"

namespace kolmo::paths {

/// Which functional, for dX = f(t, X) dt + G dW with G Gᵀ = a the same everywhere, |v|²_a = v·a⁻¹ v:
enum class ActionKind {
  onsager_machlup,  ///< ∫ ½|ẋ − f|²_a + ½ ∇·f dt: −log of the probability of a thin tube about x
  freidlin_wentzell,  ///< ∫ ½|ẋ − f|²_a dt: its leading part as the noise vanishes
};

/// Where f and ∇·f stand in an interval from x_n to x_{n+1}, ẋ being (x_{n+1} − x_n)/h.
enum class ActionRule {
  trapezoid,   ///< f = ½(f_n + f_{n+1}): order 2 in h
  midpoint,    ///< f at ½(x_n + x_{n+1}): order 2
  left_point,  ///< f_n: order 1; without divergence −log of Euler and Maruyama's path density, up to its
               ///< constant
};

/// What is asked. The process must outlive it.
struct PathAction {
  const process::Process& process;
  ActionKind kind = ActionKind::onsager_machlup;
  ActionRule rule = ActionRule::trapezoid;
  double begin = 0, end = 1;
  /// d numbers > 0: how far x_j moves before the drift changes as a whole. Derivatives that the process does
  /// not have are differences over ε^{1/5} of it, first ones of order 4, second ones of order 2.
  Eigen::ArrayXd scale = {};
};

/// Throws InvalidArgument unless begin < end are finite, scale holds d positive numbers, the noise is scalar
/// or a constant matrix of full rank at both ends, and ∇·f is there where it is needed.
void require_valid(const PathAction& action);

/// S of the path, (N + 1)×d at equal steps of time, N ≥ 2. NumericalFailure, with time and place, where a
/// drift on it is not finite.
double action_of(const PathAction& action, const Points& path);

/// S, ∂S/∂x_n and ∂²S/∂x_m∂x_n of the inner points 1 … N − 1: N − 1 blocks of d numbers, block n − 1 holding
/// x_n; the Hessian is block tridiagonal, its lower triangle alone is given.
struct ActionExpansion {
  double value;
  Eigen::VectorXd gradient;
  Eigen::SparseMatrix<double> hessian;
};
ActionExpansion expand(const PathAction& action, const Points& path);

}  // namespace kolmo::paths
