#pragma once
// Overdamped Langevin chains by the schemes of the road of paths.

#include "kolmo/sampling/kernels/markov_kernel.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sampling {

/// A scheme of dX = s(X) dt + √2 dW with steps h (length²), never rejected. With Euler and Maruyama's it is
/// ULA,
///   x ← x + h s(x) + √(2h) ξ,
/// which has bias O(h): N(0, σ²) becomes N(0, σ²/(1 − h/2σ²)), and beyond h = 2σ² nothing. With Leimkuhler
/// and Matthews' the bias is O(h²); the tamed one divides h s by 1 + h|s| and stays finite where s grows
/// faster than |x|.
class LangevinScheme : public MarkovKernel {
 public:
  /// `scheme` of sde::schemes(), of scalar noise that is seen through its increment alone.
  LangevinScheme(std::string_view scheme, Claim claim);
  const Claim& claim() const override { return claim_; }
  Index workspace_blocks() const override { return 6; }
  void step(const Target& target, const KernelSettings& settings, ChainView chain, const Draws& draws,
            sde::Workspace& workspace) const override;
  bool has_postprocessor() const override { return scheme_->has_postprocessor(); }
  void observe(const Target& target, const KernelSettings& settings, Block x, const Draws& draws,
               sde::Workspace& workspace) const override;

 private:
  const sde::SdeScheme* scheme_;
  Claim claim_;
};

Claim ula_claim();
Claim leimkuhler_matthews_claim();
Claim tamed_ula_claim();

}  // namespace kolmo::sampling
