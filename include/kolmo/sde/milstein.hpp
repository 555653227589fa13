#pragma once
// The Milstein scheme.

#include "kolmo/sde/sde_scheme.hpp"

namespace kolmo::sde {

/// X ← X + h f + g ΔW + ½ g g′ (ΔW² − h),   g and g′ = ∂g_j/∂x_j at (t, X), coordinate by coordinate.
///
/// On scalar noise, where g′ = 0, it is EulerMaruyama. Source: Milstein (1974); Kloeden and Platen (1992),
/// equation (10.3.12).
class Milstein : public SdeScheme {
 public:
  const Claim& claim() const override;
  bool accepts(process::NoiseKind) const override { return true; }
  Index workspace_blocks(const process::Process&) const override { return 3; }
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

}  // namespace kolmo::sde
