#include "kolmo/sde/schemes/drift_heun.hpp"

#include "noise_terms.hpp"
#include "sde/noise/block_kernels.hpp"

namespace kolmo::sde {

const Claim& DriftHeun::claim() const {
  static const Claim claim{.name = "drift_heun",
                           .source = "Kloeden and Platen 1992, section 15.1",
                           .orders = {{Sense::time, 2},
                                      {Sense::strong, Context::general, 0.5},
                                      {Sense::strong, Context::commutative, 0.5},
                                      {Sense::strong, Context::additive, 1},
                                      {Sense::weak, Context::general, 1},
                                      {Sense::weak, Context::additive, 2}},
                           .calculus = "Itô",
                           .needs = "any noise",
                           .evaluations_per_step = 2};
  return claim;
}

Index DriftHeun::workspace_blocks(const process::Process& process) const { return 2 + noise_blocks(process); }

void DriftHeun::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                     Workspace& workspace) const {
  Block f = workspace.block(0, x.rows());
  Block f_predicted = workspace.block(1, x.rows());
  process.drift(t, x, f);
  // X̃ = X + h f + √V z, or + G(t, X) ΔW
  euler_update(process, t, h, f, x, increment, workspace, 2);
  // X ← X̃ + ½h (f(t + h, X̃) − f)
  process.drift(t + h, x, f_predicted);
  add_scaled_difference(0.5 * h, f_predicted, f, x);
}

}  // namespace kolmo::sde
