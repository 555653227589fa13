#pragma once
// Euler–Maruyama whose drift is taken, in part, at the end of the step: the stochastic θ-method.

#include "kolmo/sde/sde_scheme.hpp"

namespace kolmo::sde {

/// Y = X + h ((1 − θ) f(t, X) + θ f(t + h, Y)) + √V z (scalar noise) or + g(t, X) ΔW (diagonal noise).
///
/// θ = 1 is drift-implicit Euler, θ = ½ the trapezoidal rule. One dimension alone: Y is found point by point
/// by Newton's method with ∂f/∂x = drift_divergence, from X, to 2⁻⁴⁸ of max(1, |Y|); points that have arrived
/// stay, so that a point's result does not depend on its neighbours. It has one solution if h θ ∂f/∂x < 1.
/// `step` throws NumericalFailure where fifty iterations do not suffice. Source: Kloeden and Platen (1992),
/// equations (12.2.2)–(12.2.3).
class DriftImplicit : public SdeScheme {
 public:
  /// θ in [½, 1] (else InvalidArgument).
  DriftImplicit(double theta, Claim claim);
  const Claim& claim() const override { return claim_; }
  bool accepts(process::NoiseKind kind) const override {
    return kind == process::NoiseKind::scalar || kind == process::NoiseKind::diagonal;
  }
  bool accepts_dimension(Index dimension) const override { return dimension == 1; }
  Index workspace_blocks(const process::Process&) const override { return 5; }
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
