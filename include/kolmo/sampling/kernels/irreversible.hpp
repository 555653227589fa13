#pragma once
// Langevin dynamics with a rotation that leaves the target as it is.

#include "kolmo/sampling/kernels/markov_kernel.hpp"

namespace kolmo::sampling {

/// Euler–Maruyama of dX = (I + wJ) s(X) dt + √2 dW, h in length², J the rotation of the coordinates (1, 2),
/// (3, 4), …: (Js)₁ = −s₂, (Js)₂ = s₁; a last odd coordinate is left alone. ∇·(p J s) = 0, so that the target
/// stays, and on N(0, I₂) the asymptotic variance of the mean of x₁ falls from 2 to 2/(1 + w²). Source:
/// Hwang, Hwang-Ma and Sheu (1993), Ann. Appl. Probab. 3; Lelièvre, Nier and Pavliotis (2013).
class Irreversible : public MarkovKernel {
 public:
  const Claim& claim() const override;
  Index workspace_blocks() const override { return 1; }
  void step(const Target& target, const KernelSettings& settings, ChainView chain, const Draws& draws,
            sde::Workspace& workspace) const override;
};

}  // namespace kolmo::sampling
