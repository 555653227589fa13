#pragma once
// Hamiltonian Monte Carlo.

#include "kolmo/sampling/kernels/markov_kernel.hpp"

namespace kolmo::sampling {

/// L steps of the leapfrog (velocity Verlet) v ← v + ½h s(x), x ← x + h v, v ← v + ½h s(x); h in length.
/// x, v and score = s(x) are updated; in the well s = −x, v² + (1 − ¼h²) x² is kept.
void leapfrog(const Target& target, double h, Index steps, Block x, Block v, Block score);

/// The same with a step for every row.
void leapfrog(const Target& target, const ConstValues& h, Index steps, Block x, Block v, Block score);

/// v ~ N(0, I), then L leapfrogs, accepted with probability min(1, e^{−ΔH}), H = ½|v|² − log p(x). With a
/// jitter every chain draws the length of its steps anew, of its place: invariant still, and no trajectory
/// comes round to where it began again and again (Neal 2011, section 5.4.2.2).
class Hamiltonian : public MarkovKernel {
 public:
  const Claim& claim() const override;
  bool metropolised() const override { return true; }
  double best_acceptance() const override { return 0.651; }
  Index workspace_blocks() const override { return 5; }
  void start(const Target& target, const KernelSettings& settings, ChainView chain) const override;
  void step(const Target& target, const KernelSettings& settings, ChainView chain, const Draws& draws,
            sde::Workspace& workspace) const override;
};

}  // namespace kolmo::sampling
