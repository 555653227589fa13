#pragma once
// The Leimkuhler–Matthews scheme, whose stationary law is right to second order at the cost of Euler's.

#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// X ← X + h f(X + ½√V z) + √V z,   observed: X̄ = X + ½√V ξ,   V = 2T h, f = −∇V.
///
/// The Markov chain behind Y ← Y + h f(Y) + √V ½(z_n + z_{n+1}), Y = X̄. The law of X̄ has weak order 1 at a
/// finite time, with an error that dies out as the start is forgotten: that of the stationary law has order
/// 2. No strong order is claimed: the chain itself follows the path with order 1, but X̄ is off by a noise of
/// its own, of size ½√V. Gradient flows with constant noise alone (process::GradientFlow). Source:
/// Leimkuhler and Matthews (2013), Appl. Math. Res. eXpress 2013, 34–56; as a chain with a
/// postprocessor Vilmart (2015), SIAM J. Sci. Comput. 37.
class LeimkuhlerMatthews : public SdeScheme {
 public:
  const Claim& claim() const override;
  bool can_step(const process::Process& process) const override;
  Index workspace_blocks(const process::Process&) const override { return 2; }
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override;
  bool has_postprocessor() const override { return true; }
  void postprocess(const process::Process& process, double t, double h, Block x, Increment& increment,
                   Workspace& workspace) const override;
};

}  // namespace kolmo::sde
