#pragma once
// The two-step backward differentiation formula.

#include "kolmo/fokker_planck/time/time_stepper.hpp"

namespace kolmo::fokker_planck {

/// BDF2: (I − K) q = p_n + d_n/3, K = ⅔ Δt L, d_n = p_n − p_{n−1}; d_{n+1} = d_n/3 + K q through the fluxes,
/// p_{n+1} = p_n + d_{n+1}. Order 2, L-stable; axes are not split. The propagator keeps d. It makes one step
/// of TR-BDF2 (`start`) where there is none: at first, after a new Δt (a new propagator), and where p is not
/// bit for bit what it left.
class Bdf2 : public TimeStepper {
 public:
  /// Starts by `start`, unsplit TR-BDF2 where none is given.
  explicit Bdf2(std::shared_ptr<const TimeStepper> start = nullptr);
  const Claim& claim() const override { return claim_; }
  std::unique_ptr<Propagator> prepare(const Generator& generator, double dt) const override;

 private:
  Claim claim_;
  std::shared_ptr<const TimeStepper> start_;
};

}  // namespace kolmo::fokker_planck
