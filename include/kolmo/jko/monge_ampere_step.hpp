#pragma once
// JKO steps of a free energy in the plane, through the equation of Monge and Ampère.

#include <memory>

#include "kolmo/core/claim.hpp"
#include "kolmo/core/grid.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::jko {

/// What a step says of itself.
struct MongeAmpereReport {
  /// (∫ρ G² dx)^{1/2}, G = log ρ^{k+1} − log S♯⁻¹ρ^k what is left of the equation: relative, in units of ρ.
  double residual = 0;
  double mass_defect = 0;        ///< of ρ^{k+1} before it is normalised: O(τ h²)
  double increment_squared = 0;  ///< W2²(ρ^{k+1}, ρ^k)
  double energy = 0;             ///< F[ρ^{k+1}]
  Index iterations = 0;          ///< of Newton's method
};

/// ρ^{k+1} = argmin_ρ { W2²(ρ, ρ^k)/(2τ) + ∫ρV + T∫ρ log ρ } in the plane. The minimiser has a potential
/// θ = T log ρ^{k+1} + V such that S = id + τ∇θ is the optimal map back to ρ^k (Jordan, Kinderlehrer and Otto
/// 1998, section 3; Santambrogio 2015, proposition 8.7), and mass is kept along it:
///
///   ρ^{k+1}(y) = ρ^k(S(y)) det(I + τ∇²θ(y)).
///
/// With g = log ρ + V/T and D = τT the step solves, at the centres of the cells,
///
///   G(g) = g(y) − g^k(S) + (V(S) − V(y))/T − log det(I + D∇²g(y)) = 0,   S = y + D∇g(y),
///
/// by Newton's method. V is taken where S is, g^k from a cubic spline, derivatives of g from central
/// differences: errors are O(h²) whatever τ is, as no mass is deposited on cells, and e^{−V/T} stays as it
/// is, to rounding. A linear step I + D(c·∇ − a:∇²), c = −∇log ρ^k(S), a = (I + D∇²g)^{-1}, is solved by
/// stabilised biconjugate gradients (van der Vorst 1992), preconditioned by sweeps along x and y.
/// I + D∇²g is kept positive definite: S is then the gradient of a convex function and the step optimal.
///
/// ρ^k must be smooth and > 0, its tails reach beyond the grid: no wall is there, g is continued by
/// parabolas. (With vacuum or walls: GridJkoStep.) A workspace, not to be shared between threads.
class MongeAmpereStep {
 public:
  /// Order 1 in τ, 2 in h.
  static const Claim& claim();

  /// Throws InvalidArgument unless the grid and V have two axes of at least 8 cells, T is finite and > 0 and
  /// V finite at the centres.
  MongeAmpereStep(const Grid& grid, const process::GradientStructure& structure);
  ~MongeAmpereStep();
  MongeAmpereStep(MongeAmpereStep&&) noexcept;
  MongeAmpereStep& operator=(MongeAmpereStep&&) noexcept;

  /// Replaces log(ρ^k h²), one a cell, by log(ρ^{k+1} h²), normalised: logarithms of cells' masses have no
  /// unit and do not underflow. Throws InvalidArgument unless τ is finite and > 0 and all are finite;
  /// NumericalFailure, log_mass as it was, where Newton's method does not find the minimum: τ is then too
  /// long for ρ^k, or the cells too wide for V (Rosenbrock's valley, a fifth of a unit across, needs cells of
  /// a seventeenth, however short the steps).
  MongeAmpereReport step(double tau, Eigen::ArrayXd& log_mass);

 private:
  class Solver;
  std::unique_ptr<Solver> solver_;
};

}  // namespace kolmo::jko
