#pragma once
// A scheme of strong order 3 for the paths of underdamped Langevin dynamics.

#include "kolmo/sde/schemes/kinetic_scheme.hpp"

namespace kolmo::sde {

/// QUICSORT, of two gradients a step. Over a step the Brownian path is replaced by a straight line between
/// two jumps that has the same ΔW, H = ΔZ/h − ½ΔW and K (Increment; ΔW = √h z, H = √(h/12) u,
/// K = √(h/720) v): it starts at H + 6K, moves by ΔW − 12K and jumps by −(H − 6K) at the end. What is left,
///   q' = p,   p' = −γp − ∇V(q) + C/h   from   (q, P),   P = p + σ(H + 6K),   C = σ(ΔW − 12K),   σ = √(2γT),
/// is an ordinary equation, solved with its linear part exact and its force ∫₀ʰ … ∇V(q(s)) ds by Gauss's two
/// nodes l, r = ½ ∓ √3/6. With the flows φ(a) = (1 − e^{−γah})/γ = ∫₀^{ah} e^{−γs} ds and
/// ψ(a) = (e^{−γah} − 1 + γah)/(γ²h) = h⁻¹ ∫₀^{ah} φ:
///   q₁ = q + φ(l) P + ψ(l) C,                          V₁ = ∇V(q₁),
///   q₂ = q + φ(r) P + ψ(r) C − h φ(⅓) V₁,              V₂ = ∇V(q₂),
///   q ← q + φ(1) P + ψ(1) C − ½h (φ(r) V₁ + φ(l) V₂),
///   p ← e^{−γh} P + φ(1) C/h − ½h (e^{−γrh} V₁ + e^{−γlh} V₂) − σ(H − 6K).
/// The ⅓: q₁ leaves out the force and q₂ must have the whole of its effect, ½h (0 + ⅓h²) = ∫₀ʰ ½s² ds.
///
/// Paths part from those of the equation by O(h³); without a force they are exact in mean, and so is the
/// noise up to what W, H and K do not say, O(h^{7/2}) a step. γ may be 0 (φ and ψ by their limits). For V
/// whose third derivative is bounded. Sources: Foster, Lyons and Oberhauser (2021), arXiv:2101.03446,
/// definition 1.2 (the line between jumps); Chada, Leimkuhler, Paulin and Whalley (2024), arXiv:2311.05025
/// (the exact flows); the coefficients are derived above.
class Quicsort : public KineticScheme {
 public:
  const Claim& claim() const override;
  PathDetail path_detail(const process::Process&) const override { return PathDetail::space_time_time_area; }
  Index workspace_blocks(const process::Process&) const override { return 2; }
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

}  // namespace kolmo::sde
