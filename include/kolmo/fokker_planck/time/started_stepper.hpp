#pragma once
// Steppers whose first steps are those of another one.

#include "kolmo/fokker_planck/time/time_stepper.hpp"

namespace kolmo::fokker_planck {

/// `first_steps` steps by one stepper, all later ones by another. A density that is not bit for bit what the
/// propagator left begins anew; so does a new Δt, which takes a new propagator.
class StartedStepper : public TimeStepper {
 public:
  /// Throws InvalidArgument unless first_steps ≥ 1.
  StartedStepper(Claim claim, std::shared_ptr<const TimeStepper> first, Index first_steps,
                 std::shared_ptr<const TimeStepper> later);
  const Claim& claim() const override { return claim_; }
  std::unique_ptr<Propagator> prepare(const Generator& generator, double dt) const override;

 private:
  Claim claim_;
  std::shared_ptr<const TimeStepper> first_, later_;
  Index first_steps_;
};

/// Crank–Nicolson, its first 2 steps replaced by 4 half steps of implicit Euler, which damp what would ring
/// (Rannacher 1984). Order 2.
StartedStepper crank_nicolson_rannacher();

}  // namespace kolmo::fokker_planck
