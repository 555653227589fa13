#pragma once
// The Heun scheme of Stratonovich calculus.

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// X̃ = X + h a(t, X) + G(t, X) ΔW,
/// X ← X + ½h (a(t, X) + a(t + h, X̃)) + ½ (G(t, X) + G(t + h, X̃)) ΔW,   a = f − ½ Σ_k (∂G_k) G_k.
///
/// The process is stated in Itô's sense, with drift f; a is the drift of the same process in Stratonovich's,
/// whose solution the scheme approximates. On scalar noise it is DriftHeun. Source: Rümelin (1982); Kloeden
/// and Platen (1992), section 15.5.
class StochasticHeun : public SdeScheme {
 public:
  const Claim& claim() const override;
  bool accepts(process::NoiseKind) const override { return true; }
  bool needs_noise_derivative() const override { return true; }
  Index workspace_blocks(const process::Process& process) const override;
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

}  // namespace kolmo::sde
