#include "kolmo/sde/schemes/stochastic_heun.hpp"

#include <cmath>

#include "kolmo/sde/schemes/drift_heun.hpp"
#include "noise_terms.hpp"
#include "sde/noise/block_kernels.hpp"

namespace kolmo::sde {
namespace {

/// a = f − ½ Σ_k (∂G_k) G_k and G at (t, x).
Noise coefficients(const process::Process& process, double t, const ConstBlock& x, Block a,
                   Workspace& workspace, Index place, Index scratch) {
  process.drift(t, x, a);
  const Noise noise = noise_at(process, t, x, workspace, place);
  subtract_stratonovich_correction(process, t, x, noise, a, workspace, scratch);
  return noise;
}

}  // namespace

const Claim& StochasticHeun::claim() const {
  static const Claim claim{.name = "stochastic_heun",
                           .source = "Rümelin 1982; Kloeden and Platen 1992, section 15.5",
                           .orders = {{Sense::time, 2},
                                      {Sense::strong, Context::general, 0.5},
                                      {Sense::strong, Context::commutative, 1},
                                      {Sense::strong, Context::additive, 1},
                                      {Sense::weak, Context::general, 1},
                                      {Sense::weak, Context::additive, 2}},
                           .calculus = "Stratonovich",
                           .needs = "any noise, with the derivative of G",
                           .evaluations_per_step = 2};
  return claim;
}

Index StochasticHeun::workspace_blocks(const process::Process& process) const {
  return 2 + 3 * noise_blocks(process);
}

void StochasticHeun::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                          Workspace& workspace) const {
  if (process.noise_kind() == process::NoiseKind::scalar) {
    DriftHeun().step(process, t, h, x, increment, workspace);
    return;
  }
  const Index m = noise_blocks(process);
  Block a0 = workspace.block(0, x.rows()), a1 = workspace.block(1, x.rows());
  const double root_h = std::sqrt(h);
  const ConstBlock z = increment.materialise();
  const Noise noise0 = coefficients(process, t, x, a0, workspace, 2, 2 + 2 * m);
  // X̃ = X + h a + G ΔW
  add_scaled(h, a0, x);
  add_noise(root_h, noise0, z, x);
  const Noise noise1 = coefficients(process, t + h, x, a1, workspace, 2 + m, 2 + 2 * m);
  // X ← X̃ + ½h (ã − a) + ½ (G̃ − G) ΔW
  add_scaled_difference(0.5 * h, a1, a0, x);
  add_noise(0.5 * root_h, noise1, z, x);
  add_noise(-0.5 * root_h, noise0, z, x);
}

}  // namespace kolmo::sde
