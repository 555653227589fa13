#pragma once
// Implicit steps of a whole generator at once: any sides, any number of axes, mixed derivatives.

#include "kolmo/fokker_planck/time/singly_implicit.hpp"

namespace kolmo::fokker_planck {

/// The stages of a singly implicit stepper with K = κ Δt L whole, I − K factored by sparse LU (on a closed
/// line: as a tridiagonal matrix), densities updated by fluxes. Its order is that on a line. Implicit Euler
/// keeps p ≥ 0 wherever no off-diagonal entry of L is negative.
class UnsplitStepper : public TimeStepper {
 public:
  explicit UnsplitStepper(SinglyImplicitStepper stages);
  const Claim& claim() const override { return claim_; }
  bool keeps_positive(const Generator& generator) const override {
    return stepper_.keeps_positive(generator);
  }
  /// Throws InvalidArgument unless Δt > 0 is finite, and where the factors would not fit into memory.
  std::unique_ptr<Propagator> prepare(const Generator& generator, double dt) const override;

 private:
  SinglyImplicitStepper stepper_;
  Claim claim_;
};

/// `stepper` under the name "…_unsplit".
UnsplitStepper unsplit(SinglyImplicitStepper stepper);

}  // namespace kolmo::fokker_planck
