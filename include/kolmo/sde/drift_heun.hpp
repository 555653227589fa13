#pragma once
// Heun's scheme for additive noise: predictor and corrector in the drift alone.

#include "kolmo/sde/sde_scheme.hpp"

namespace kolmo::sde {

/// X̃ = X + h f(t, X) + √V z,   X ← X + ½h (f(t, X) + f(t + h, X̃)) + √V z,   V = ∫_t^{t+h} g².
///
/// Computed as X ← X̃ + ½h (f(t + h, X̃) − f(t, X)), so that the noise is generated once, in registers. Weak
/// order 2 rests on V: with g(t)²h in its place and g depending on time the scheme has weak order 1. Source:
/// Kloeden and Platen (1992), section 15.1, for additive noise.
class DriftHeun : public SdeScheme {
 public:
  const Claim& claim() const override;
  Index workspace_blocks(const process::Process&) const override { return 2; }
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

}  // namespace kolmo::sde
