#pragma once
// The OBABO splitting of underdamped Langevin dynamics.

#include "kolmo/sde/schemes/kinetic_scheme.hpp"

namespace kolmo::sde {

/// O: p ← e^{−γh/2} p + √(T (1 − e^{−γh})) ξ₁,   B: p ← p − ½h ∇V(q),   A: q ← q + h p,   B,   O with ξ₂:
/// a step of velocity Verlet between two exact half steps of friction and noise.
///
/// In a harmonic well V = ½ω²|q|² the stationary ⟨p²⟩ = T is exact, and ⟨q²⟩ = T/(ω² (1 − ¼h²ω²)) (stable for
/// hω < 2). A step takes two normal numbers a component, ξ₁ = (z + u)/√2 and ξ₂ = (z − u)/√2: exactly in law,
/// and along a path to leading order, as z + u/√3 = 2ΔZ/h^{3/2} puts what comes early in the step into u. A
/// coarser step is therefore driven by the noises of its halves up to O(h^{3/2}) with mean 0, which is what
/// strong order 1 forgives; BAOAB's coupling is exact. Source: Bussi and Parrinello (2007), Phys. Rev. E 75,
/// 056707; Leimkuhler and Matthews (2015), Molecular Dynamics, section 7.3.
class Obabo : public KineticScheme {
 public:
  const Claim& claim() const override;
  PathDetail path_detail(const process::Process&) const override { return PathDetail::space_time_area; }
  Index workspace_blocks(const process::Process&) const override { return 1; }
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

}  // namespace kolmo::sde
