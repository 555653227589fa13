#pragma once
// The exponential Euler scheme: exact in the linear part of the drift.

#include "kolmo/process/structure/linear_drift.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// X_j ← e^{a_j h} X_j + h φ₁(a_j h) N_j(t, X) + noise,   f_j = a_j x_j + N_j (process::LinearDrift),
///
/// computed as X_j + h φ₁(a_j h) f_j(t, X), φ₁(x) = (eˣ − 1)/x. The noise is √(V φ₁(2a_j h)) z for scalar
/// noise, V = ∫_t^{t+h} g²: with constant g that of ∫e^{a_j (t + h − s)} g dW, so that the scheme is exact
/// where N is constant, and the normal numbers of a coarser step are those of its halves' noises as the
/// linear part carries them on (first_half_share). Otherwise G is taken at (t, X) and coordinate j of G ΔW
/// times √φ₁(2a_j h), so that a stiff coordinate has the variance that this G gives it and not g² h: orders
/// would be the same with any factor 1 + O(h). Source: Jentzen and Kloeden (2009), Proc. R. Soc. A 465,
/// 649–667, for additive noise; Lord and Tambue (2013), IMA J. Numer. Anal. 33, 515–543.
class ExponentialEuler : public SdeScheme {
 public:
  const Claim& claim() const override;
  bool accepts(process::NoiseKind) const override { return true; }
  bool can_step(const process::Process& process) const override {
    return SdeScheme::can_step(process) && linear_rates(process) != nullptr;
  }
  double first_half_share(const process::Process& process, Index k, double begin, double middle,
                          double end) const override;
  Index workspace_blocks(const process::Process& process) const override;
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

}  // namespace kolmo::sde
