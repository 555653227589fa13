#pragma once
// The BAOAB splitting of underdamped Langevin dynamics.

#include "kolmo/sde/schemes/kinetic_scheme.hpp"

namespace kolmo::sde {

/// B: p ← p − ½h ∇V(q),   A: q ← q + ½h p,   O: p ← e^{−γh} p + √(T (1 − e^{−2γh})) z,   A,   B.
///
/// In a harmonic well V = ½ω²|q|² the stationary ⟨q²⟩ = T/ω² is exact, and ⟨p²⟩ = T (1 − ¼h²ω²) (stable for
/// hω < 2). It is for laws; paths have strong order 1, where `sra1` has 2. The O step is exact, and coarser
/// steps are coupled to finer ones through the same Ornstein–Uhlenbeck integral ∫e^{−γ(t + h − s)} dW,
/// first_half_share = e^{−2γh₂} v₁/(e^{−2γh₂} v₁ + v₂), vᵢ = 1 − e^{−2γhᵢ}. Source: Leimkuhler and Matthews
/// (2013), Appl. Math. Res. eXpress 2013, 34–56, section 2; (2015), Molecular Dynamics, section 7.3.
class Baoab : public KineticScheme {
 public:
  const Claim& claim() const override;
  double first_half_share(const process::Process& process, Index k, double begin, double middle,
                          double end) const override;
  Index workspace_blocks(const process::Process&) const override { return 1; }
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

}  // namespace kolmo::sde
