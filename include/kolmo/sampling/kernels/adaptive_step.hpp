#pragma once
// Langevin steps whose length depends on the place, and what that does to the law.

#include "kolmo/sampling/kernels/markov_kernel.hpp"

namespace kolmo::sampling {

/// How a step that depends on the place is mended.
enum class StepCorrection {
  none,     ///< the law tends to ∝ p/h
  weights,  ///< each point counts with its h in averages: p again
  drift     ///< x ← x + h s + ∇h + √(2h) ξ, the chain of dX = (h s + ∇h) dt + √(2h) dW: p again
};

/// x ← x + h s + √(2h) ξ with h(x) = c/(‖∇s(x)‖_F + 1/ℓ²), c = settings.step (a pure number), ℓ =
/// settings.length. In steps of equal number the process is dX = h s dt + √(2h) dW, stationary for p/h: for s
/// = −x³, ℓ = 1 and c → 0 E x² tends to 1.2140 where p has 0.67598. Both corrections restore p with bias
/// O(c). ∇s is taken by central differences of ℓ/2¹⁷, ∇h of ℓ/2¹³: 1 + 2d, and 1 + 2d + 4d² evaluations of
/// the score a step.
class AdaptiveStep : public MarkovKernel {
 public:
  explicit AdaptiveStep(StepCorrection correction);
  const Claim& claim() const override { return claim_; }
  Index workspace_blocks() const override { return 5; }
  void start(const Target& target, const KernelSettings& settings, ChainView chain) const override;
  void step(const Target& target, const KernelSettings& settings, ChainView chain, const Draws& draws,
            sde::Workspace& workspace) const override;

 private:
  StepCorrection correction_;
  Claim claim_;
};

}  // namespace kolmo::sampling
