#pragma once
// Diagonally implicit time steps whose stages share one matrix, as coefficients.

#include "kolmo/fokker_planck/time/time_stepper.hpp"

namespace kolmo::fokker_planck {

/// With K = κ Δt L: (I − K) q = p + explicit_part · K p, then p ← p + old_flux · K p + new_flux · K q. As
/// K q = q − p − explicit_part · K p, this is
///   p ← (1 − new_flux) p + new_flux q + (old_flux − explicit_part · new_flux) K p,
/// which keeps the relative accuracy of q at every Δt, where K q would lose ε κ Δt D/h² of p. (Of the
/// steppers here the last term is 0 but for SDIRK3's first stage.) Where L has no negative rate every entry
/// of q has a relative error of a few ε times the cells, Σq of the solve with it: q and what it leaks are
/// multiplied by the one factor that makes Σq + leaks = Σp − explicit_part · leaks of p. (In general q grows
/// by t |q|.)
struct ImplicitStage {
  double explicit_part, old_flux, new_flux;
};

/// A stepper given by κ and its stages. On a line each stage is one tridiagonal solve and two passes; in 2-D
/// the axes are split, ½ second axis · first axis · ½ second axis (Strang 1968), in 3-D ½ third · ½ second ·
/// first · ½ second · ½ third, each substep by the same stages. Sides of every kind.
class SinglyImplicitStepper : public TimeStepper {
 public:
  /// Throws InvalidArgument unless 0 < κ ≤ 1 and there is at least one stage.
  SinglyImplicitStepper(Claim claim, double kappa, std::vector<ImplicitStage> stages);
  const Claim& claim() const override { return claim_; }
  double kappa() const { return kappa_; }
  const std::vector<ImplicitStage>& stages() const { return stages_; }
  /// Where every stage is a step of implicit Euler.
  bool keeps_positive(const Generator& generator) const override;
  std::unique_ptr<Propagator> prepare(const Generator& generator, double dt) const override;

 private:
  Claim claim_;
  double kappa_;
  std::vector<ImplicitStage> stages_;
};

/// Implicit Euler: κ = 1, p ← p + K q. Order 1; keeps p ≥ 0 and lets the free energy fall at every Δt.
SinglyImplicitStepper implicit_euler();

/// TR-BDF2 with γ = 2 − √2 (Bank et al. 1985; Hosea, Shampine 1996): κ = γ/2,
/// (I − K) q = p + K p, r = p + (1+√2)/2 (K p + K q), (I − K) q' = r, p ← r + K q'. Order 2, L-stable.
SinglyImplicitStepper tr_bdf2();

/// Crank–Nicolson: κ = ½, p ← p + K p + K q with (I − K) q = p + K p. Order 2, A-stable but not L-stable:
/// rough data ring at Δt ≫ h²/D (crank_nicolson_rannacher does not).
SinglyImplicitStepper crank_nicolson();

/// SDIRK3 (Alexander 1977): κ the root of 6κ³ − 18κ² + 9κ − 1 in (⅓, ½). Its three stages act on a linear
/// equation as (1 + a K + b K²)/(1 − K)³, a = 1/κ − 3, b = 1/(2κ²) − 3/κ + 3. Order 3 on a line, L-stable;
/// far entries from a single cell are negative at every Δt, as 1 + a + b < 0.
SinglyImplicitStepper sdirk3();

}  // namespace kolmo::fokker_planck
