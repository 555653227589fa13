#pragma once
// The exact solution of linear processes, step by step.

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// X ← c + a (X − c) + √v z,   X_{t+h} | X_t ~ N(c + a (X_t − c), v I) (process::ExactKernel).
///
/// There is no error but rounding, in law and along paths: the normal numbers of coarser steps are those of
/// the sum of the noises of finer ones as the drift carries them on, first_half_share = a₂² v₁/(a₂² v₁ + v₂),
/// so that paths with all step sizes meet. Source: Gillespie (1996), Phys. Rev. E 54 for
/// Ornstein–Uhlenbeck processes.
class ExactLinear : public SdeScheme {
 public:
  const Claim& claim() const override;
  bool can_step(const process::Process& process) const override;
  double first_half_share(const process::Process& process, Index k, double begin, double middle,
                          double end) const override;
  Index workspace_blocks(const process::Process&) const override { return 0; }
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

}  // namespace kolmo::sde
