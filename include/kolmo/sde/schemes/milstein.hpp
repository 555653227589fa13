#pragma once
// The Milstein scheme.

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// X ← X + h f + G ΔW + Σ_lk (∂G_k) G_l I_(l,k),   G and its derivative at (t, X),
/// I_(l,k) = ∫∫ dW_l dW_k = ½ (ΔW_l ΔW_k − δ_lk h) + A_lk.
///
/// For diagonal noise the sum is ½ g g′ (ΔW² − h), coordinate by coordinate; where the noise commutes the
/// Lévy areas A cancel; for general noise they are those of `sample_levy_areas`. Where G does not depend on
/// the state it is EulerMaruyama. Source: Milstein (1974); Kloeden and Platen (1992), equation (10.3.12).
class Milstein : public SdeScheme {
 public:
  const Claim& claim() const override;
  bool accepts(process::NoiseKind) const override { return true; }
  bool needs_noise_derivative() const override { return true; }
  PathDetail path_detail(const process::Process& process) const override;
  Index workspace_blocks(const process::Process& process) const override;
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

}  // namespace kolmo::sde
