#pragma once
// Heun's scheme in the drift alone.

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// X̃ = X + h f(t, X) + N,   X ← X + ½h (f(t, X) + f(t + h, X̃)) + N,
/// N = √V z with V = ∫_t^{t+h} g² for scalar noise and G(t, X) ΔW for any other.
///
/// Computed as X ← X̃ + ½h (f(t + h, X̃) − f(t, X)), so that the noise is generated once, in registers. Weak
/// order 2 with additive noise rests on V: with g(t)²h in its place and g depending on time the scheme has
/// weak order 1. Source: Kloeden and Platen (1992), section 15.1, for additive noise.
class DriftHeun : public SdeScheme {
 public:
  const Claim& claim() const override;
  bool accepts(process::NoiseKind) const override { return true; }
  Index workspace_blocks(const process::Process& process) const override;
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

}  // namespace kolmo::sde
