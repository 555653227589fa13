#pragma once
// Alternating directions: implicit line by line along one axis after another, mixed derivatives explicit.

#include "kolmo/fokker_planck/time/time_stepper.hpp"

namespace kolmo::fokker_planck {

/// L = A₀ + Σ_k A_k, A₀ the mixed derivatives, A_k the fluxes along axis k; R = Π_k (I − θ Δt A_k)⁻¹, the
/// first axis first. Douglas: w = R Δt L p, p ← p + w. Craig–Sneyd: then w' = R (Δt L p + ½ Δt A₀ w), p ← p +
/// w' (Craig, Sneyd 1988; In 't Hout, Welfert 2009, eqs. 1.3, 1.4, for w = Y − p). Every solve is followed by
/// an update through the fluxes. 1 to 3 axes; without mixed derivatives the two are one. p ≥ 0 is not kept.
/// Sides of every kind.
class AdiStepper : public TimeStepper {
 public:
  /// corrected: Craig–Sneyd. Throws InvalidArgument unless ½ ≤ θ ≤ 1.
  AdiStepper(Claim claim, double theta, bool corrected);
  const Claim& claim() const override { return claim_; }
  std::unique_ptr<Propagator> prepare(const Generator& generator, double dt) const override;

 private:
  Claim claim_;
  double theta_;
  bool corrected_;
};

/// θ = ½: order 2, with mixed derivatives 1.
AdiStepper douglas();
/// θ = ½: order 2.
AdiStepper craig_sneyd();

}  // namespace kolmo::fokker_planck
