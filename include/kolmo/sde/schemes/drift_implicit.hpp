#pragma once
// Euler–Maruyama whose drift is taken, in part, at the end of the step: the stochastic θ-method.

#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// Y = X + h ((1 − θ) f(t, X) + θ f(t + h, Y)) + √V z for scalar noise, + G(t, X) ΔW otherwise.
///
/// θ = 1 is drift-implicit Euler, θ = ½ the trapezoidal rule. Y is found point by point by Newton's method
/// with the drift's Jacobian, from X, until every coordinate changes by no more than 2⁻⁴⁸ of the largest term
/// of the equation (no unit of length matters); points that have arrived stay, so that a point's result does
/// not depend on its neighbours. In one dimension an iterate at which f is not a number is brought back
/// halfway to the one before: under a drift that is infinite at a wall and not defined beyond (V = x − ln x)
/// the path stays on its side, as Y is then the one root there (Alfonsi 2005). It has one
/// solution if the eigenvalues of h θ (∂f/∂x + ∂f/∂xᵀ)/2 are below 1. `step` throws NumericalFailure where
/// fifty iterations do not suffice. Source: Kloeden and Platen (1992), equations (12.2.2)–(12.2.3).
class DriftImplicit : public SdeScheme {
 public:
  /// θ in [½, 1] (else InvalidArgument).
  DriftImplicit(double theta, Claim claim);
  const Claim& claim() const override { return claim_; }
  bool accepts(process::NoiseKind) const override { return true; }
  /// A point's equations stand in a block of the workspace.
  bool accepts_dimension(Index dimension) const override { return dimension < block_rows; }
  bool can_step(const process::Process& process) const override {
    return SdeScheme::can_step(process) && has_drift_jacobian(process);
  }
  Index workspace_blocks(const process::Process& process) const override;
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;

 private:
  double theta_;
  Claim claim_;
};

/// The claims for θ = 1 and θ = ½. A step counts as one evaluation of the drift and one solve.
Claim drift_implicit_euler_claim();
Claim drift_implicit_trapezoid_claim();

}  // namespace kolmo::sde
