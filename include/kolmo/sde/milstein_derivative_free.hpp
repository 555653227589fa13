#pragma once
// The Milstein scheme without the derivative of the noise.

#include "kolmo/sde/sde_scheme.hpp"

namespace kolmo::sde {

/// X ← X + h f + g ΔW + (g(t, Υ) − g) (ΔW² − h) / (2√h),   Υ = X + h f + √h g,   f and g at (t, X).
///
/// On scalar noise it is EulerMaruyama. Source: Kloeden and Platen (1992), equation (11.1.3).
class MilsteinDerivativeFree : public SdeScheme {
 public:
  const Claim& claim() const override;
  bool accepts(process::NoiseKind) const override { return true; }
  Index workspace_blocks(const process::Process&) const override { return 4; }
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

}  // namespace kolmo::sde
