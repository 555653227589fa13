#pragma once
// What the schemes with Milstein's double integrals share: their orders, and all of a step but (∂G) G.

#include <cmath>
#include <string>

#include "kolmo/core/claim.hpp"
#include "kolmo/sde/schemes/euler_maruyama.hpp"
#include "noise_terms.hpp"
#include "sde/noise/block_kernels.hpp"
#include "sde/noise/double_integrals.hpp"

namespace kolmo::sde {

inline Claim milstein_claim(std::string name, std::string source, std::string needs) {
  return {.name = std::move(name),
          .source = std::move(source),
          .orders = {{Sense::time, 1},
                     {Sense::strong, Context::general, 1},
                     {Sense::strong, Context::commutative, 1},
                     {Sense::strong, Context::additive, 1},
                     {Sense::weak, Context::general, 1},
                     {Sense::weak, Context::additive, 1}},
          .calculus = "Itô",
          .needs = std::move(needs),
          .evaluations_per_step = 1};
}

/// X ← X + h f + G ΔW + Σ_lk D_lk I_(l,k), where additive noise has no D and is EulerMaruyama's.
///   diagonal(f, z): the whole step of diagonal noise, with f at (t, X);
///   directional(l, f, noise, out): out ← a multiple of (∂G_k) G_l for every k, and returns the factor that
///     makes it one.
/// Takes block 0 for f and 1 for the sum, and from `place` on twice noise_blocks; other blocks are free.
template <class Diagonal, class Directional>
void milstein_step(const process::Process& process, double t, double h, Block x, Increment& increment,
                   Workspace& workspace, Index place, Diagonal diagonal, Directional directional) {
  if (process::is_additive(process.noise_kind())) {
    EulerMaruyama().step(process, t, h, x, increment, workspace);
    return;
  }
  Block f = workspace.block(0, x.rows());
  process.drift(t, x, f);
  if (process.noise_kind() == process::NoiseKind::diagonal) {
    diagonal(f, increment.materialise());
    return;
  }
  const Index m = process.noise_dimension();
  Block change = workspace.block(1, x.rows()), derivative = workspace.blocks(place + m, m, x.rows());
  const Noise noise = noise_at(process, t, x, workspace, place);
  const DoubleIntegrals integrals(process, h, increment);
  change.setZero();
  for (Index l = 0; l < m; ++l) {
    const double factor = directional(l, f, noise, derivative);
    integrals.add(factor, l, derivative, change);
  }
  change += h * f;
  x += change;
  add_noise(std::sqrt(h), noise, increment.materialise(), x);
}

}  // namespace kolmo::sde
