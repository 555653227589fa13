#pragma once
// JKO steps through the flow of mass: one inner time step of Benamou and Brenier's action.

#include <memory>

#include "kolmo/jko/grid_step.hpp"

namespace kolmo::jko {

struct DynamicStepPlan {
  Index iterations = 40;    ///< of Newton's method, at most
  double tolerance = 1e-9;  ///< of GridStepReport::residual
};

/// ρ^{k+1} and the mass m that flows through faces in a step,
///
///   min_m  Σ_faces h^d m²/(2τ s) + F[ρ],   ρ = ρ^k − ∇·m,   s = (ρ_a + ρ_b)/2 of a face's cells,
///
/// the dynamic form of a JKO step with one inner time step, at whose end the density of the action is taken
/// (Carrillo, Craig, Wang and Wei 2022, section 2.3). It is convex in m, and solved here by Newton's method
/// with sparse Cholesky factors and a length that keeps ρ > 0: positive and of the same mass by construction,
/// no distance and no map is computed, no mass passes the walls. Order 1 in τ, 2 in h.
///
/// Σ h^d m²/s is an *action*: it differs from W2²(ρ^k, ρ^{k+1}) by O(τ³), and is reported as
/// `increment_squared` for what it is. For entropies (ρ > 0 everywhere, no interaction) on grids of one to
/// three axes.
class DynamicStep {
 public:
  /// Throws InvalidArgument unless the internal energy is an entropy, there is no interaction, the potential
  /// has one finite value a cell or none, iterations ≥ 1 and tolerance is in (0, 1).
  DynamicStep(const Grid& grid, GridEnergy energy, const DynamicStepPlan& plan = {});
  ~DynamicStep();
  DynamicStep(DynamicStep&&) noexcept;
  DynamicStep& operator=(DynamicStep&&) noexcept;

  /// Replaces ρ^k by ρ^{k+1}. The residual is the relative change of ρ that Newton's last direction still
  /// wanted, in L². Throws InvalidArgument unless τ is finite and > 0 and ρ is a density of mass 1, > 0 in
  /// every cell; NumericalFailure where a factorisation fails.
  GridStepReport step(double tau, Eigen::ArrayXd& rho);

 private:
  class Solver;
  std::unique_ptr<Solver> solver_;
};

}  // namespace kolmo::jko
