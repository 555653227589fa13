#pragma once
// The Euler–Maruyama scheme.

#include "kolmo/sde/sde_scheme.hpp"

namespace kolmo::sde {

/// X ← X + h f(t, X) + √V z,   V = ∫_t^{t+h} g².
///
/// With V exact, the noise of the whole path is exact; the error is the drift's alone. Source: Maruyama
/// (1955); Kloeden and Platen (1992), section 10.2.
class EulerMaruyama : public SdeScheme {
 public:
  const Claim& claim() const override;
  Index workspace_blocks() const override { return 1; }
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

}  // namespace kolmo::sde
