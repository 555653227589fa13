#pragma once
// Chains whose proposals are accepted or rejected, so that the target is invariant whatever the step.

#include "kolmo/sampling/kernels/markov_kernel.hpp"

namespace kolmo::sampling {

/// Where the log of a uniform number lies below log_ratio, x, score and log_density become those of the
/// proposal; elsewhere they stay. A ratio that is not a number is a rejection.
void accept_or_stay(const ConstBlock& proposal, const ConstBlock& proposed_score,
                    const ConstValues& proposed_log_density, const Draws& draws, ChainView chain);

/// y = x + √(2h) ξ, h in length², accepted with probability min(1, p(y)/p(x)). In steps σ = √(2h) on N(0, 1)
/// the acceptance is (2/π) atan(2/σ).
class RandomWalk : public MarkovKernel {
 public:
  const Claim& claim() const override;
  bool metropolised() const override { return true; }
  double best_acceptance() const override { return 0.234; }
  Index workspace_blocks() const override { return 2; }
  void start(const Target& target, const KernelSettings& settings, ChainView chain) const override;
  void step(const Target& target, const KernelSettings& settings, ChainView chain, const Draws& draws,
            sde::Workspace& workspace) const override;
};

/// y = x + h s(x) + √(2h) ξ, h in length², accepted with probability min(1, p(y) q(y → x)/(p(x) q(x → y))),
///   log q(x → y) = −|y − x − h s(x)|²/4h.
/// On N(0, 1) the log ratio is −(h/4)(y² − x²).
class Mala : public MarkovKernel {
 public:
  const Claim& claim() const override;
  bool metropolised() const override { return true; }
  double best_acceptance() const override { return 0.574; }
  Index workspace_blocks() const override { return 3; }
  void start(const Target& target, const KernelSettings& settings, ChainView chain) const override;
  void step(const Target& target, const KernelSettings& settings, ChainView chain, const Draws& draws,
            sde::Workspace& workspace) const override;
};

}  // namespace kolmo::sampling
