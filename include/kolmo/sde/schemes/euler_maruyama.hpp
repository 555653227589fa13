#pragma once
// The Euler–Maruyama scheme.

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// X ← X + h f(t, X) + √V z,   V = ∫_t^{t+h} g²,   for scalar noise;
/// X ← X + h f(t, X) + G(t, X) ΔW                  for any other.
///
/// With V exact, the noise of the whole path is exact; the error is the drift's alone. Source: Maruyama
/// (1955); Kloeden and Platen (1992), section 10.2.
class EulerMaruyama : public SdeScheme {
 public:
  const Claim& claim() const override;
  bool accepts(process::NoiseKind) const override { return true; }
  Index workspace_blocks(const process::Process& process) const override;
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

}  // namespace kolmo::sde
