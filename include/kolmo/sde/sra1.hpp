#pragma once
// The two-stage stochastic Runge–Kutta scheme SRA1 for additive noise.

#include "kolmo/sde/sde_scheme.hpp"

namespace kolmo::sde {

/// H = X + ¾h f(t, X) + (3/2) g(t + h) ΔZ/h,
/// X ← X + h (⅓ f(t, X) + ⅔ f(t + ¾h, H)) + g(t + h) ΔW + (g(t) − g(t + h)) ΔZ/h.
///
/// Scalar noise g(t) alone. Source: Rößler (2010), SIAM J. Numer. Anal. 48, table 6.3, SRA1: the scheme of
/// section 6.2.
class Sra1 : public SdeScheme {
 public:
  const Claim& claim() const override;
  PathDetail path_detail(const process::Process&) const override { return PathDetail::space_time_area; }
  Index workspace_blocks(const process::Process&) const override { return 3; }
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
};

}  // namespace kolmo::sde
