#pragma once
// The Milstein scheme without the derivative of the noise.

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// X ← X + h f + G ΔW + Σ_lk (G_k(t, Υ_l) − G_k) I_(l,k) / √h,   Υ_l = X + h f + √h G_l,   f and G at (t, X).
///
/// For diagonal noise X ← X + h f + g ΔW + (g(t, Υ) − g) (ΔW² − h)/(2√h) with Υ = X + h f + √h g. I_(l,k) as
/// in Milstein; additive noise makes it EulerMaruyama. Source: Kloeden and Platen (1992), equations (11.1.3)
/// and (11.1.7).
class MilsteinDerivativeFree : public SdeScheme {
 public:
  const Claim& claim() const override;
  bool accepts(process::NoiseKind) const override { return true; }
  PathDetail path_detail(const process::Process& process) const override;
  Index workspace_blocks(const process::Process& process) const override;
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

}  // namespace kolmo::sde
