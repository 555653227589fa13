#pragma once
// A stochastic Runge–Kutta scheme for additive noise whose drift is taken implicitly.

#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// For dX = f(t, X) dt + G(t) dW with G = g(t) I or a constant matrix, γ = 1 − 1/√2:
///   H₁ = X + b₁ G ΔZ/h + γh f(t + γh, H₁),
///   H₂ = X + b₂ G ΔZ/h + (1 − γ)h f(t + γh, H₁) + γh f(t + h, H₂),      G = G(t + h) in both,
///   X ← X + (1 − γ)h f(t + γh, H₁) + γh f(t + h, H₂) + G(t + h) ΔW + (G(t) − G(t + h)) ΔZ/h.
///
/// The drift is that of Alexander's L-stable method of order 2. With weights α = (1 − γ, γ) strong order 1.5
/// asks for α·b = 1 and α·b² = 3/2 (Rößler 2010, SIAM J. Numer. Anal. 48, theorem 5.2 for additive noise; the
/// others are those of the drift and of the noise's own weights, which are SRA1's):
///   b₁ = 1 − √(γ/(2(1 − γ))),   b₂ = 1 + √((1 − γ)/(2γ)).
/// Of the two roots this is the one that leaves less noise in what a stiff drift pulls to its rest: the end
/// is H₂ + G(ΔW − b₂ ΔZ/h), of variance 0.37 g²h, 1.10 g²h for the other.
///
/// Stages are solved as the equation of DriftImplicit. Source: Alexander (1977), SIAM J. Numer. Anal. 14,
/// 1006–1021, section 3, for the drift; the noise as derived above.
class ImplicitSra : public SdeScheme {
 public:
  const Claim& claim() const override;
  bool accepts(process::NoiseKind kind) const override { return process::is_additive(kind); }
  /// A point's equations stand in a block of the workspace.
  bool accepts_dimension(Index dimension) const override { return dimension < block_rows; }
  bool can_step(const process::Process& process) const override {
    return SdeScheme::can_step(process) && has_drift_jacobian(process);
  }
  PathDetail path_detail(const process::Process&) const override { return PathDetail::space_time_area; }
  Index workspace_blocks(const process::Process& process) const override;
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
  bool estimates_error() const override { return true; }
  /// How far the step is from X + h f(t + γh, H₁) + G(t + h) ΔW, drift and noise apart:
  ///   γh |f(t + h, H₂) − f(t + γh, H₁)| + |(G(t) − G(t + h)) ΔZ/h|,
  /// of order h^{3/2}. Both drifts are those of implicit stages, so that a stiff one does not enter by what
  /// it is at X.
  void step_with_error(const process::Process& process, double t, double h, Block x, Increment& increment,
                       Workspace& workspace, Block error) const override;
};

}  // namespace kolmo::sde
