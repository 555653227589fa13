#include "kolmo/sde/sra1.hpp"

#include <cmath>

#include "block_kernels.hpp"

namespace kolmo::sde {

const Claim& Sra1::claim() const {
  static const Claim claim{.name = "sra1",
                           .source = "Rößler 2010, SIAM J. Numer. Anal. 48, section 6.2, SRA1",
                           .order_time = 2,
                           .order_strong_additive = 1.5,
                           .order_weak_additive = 2,
                           .calculus = "Itô",
                           .needs = "scalar noise g(t), with ΔZ",
                           .evaluations_per_step = 2};
  return claim;
}

void Sra1::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                Workspace& workspace) const {
  Block f0 = workspace.block(0, x.rows()), f1 = workspace.block(1, x.rows());
  Block stage = workspace.block(2, x.rows());
  const double g0 = process.diffusion(t), g1 = process.diffusion(t + h);
  const double root_h = std::sqrt(h);
  const ConstBlock z = increment.materialise();
  const ConstBlock u = increment.materialise_area();
  // ΔZ/h = ½√h z + (√h/√12) u
  const double area_z = 0.5 * root_h, area_u = root_h / std::sqrt(12.0);
  process.drift(t, x, f0);
  stage = x;
  add_scaled(0.75 * h, f0, stage);
  add_two_scaled(1.5 * g1 * area_z, z, 1.5 * g1 * area_u, u, stage);
  process.drift(t + 0.75 * h, stage, f1);
  add_two_scaled(h / 3, f0, 2 * h / 3, f1, x);
  add_two_scaled(g1 * root_h + (g0 - g1) * area_z, z, (g0 - g1) * area_u, u, x);
}

}  // namespace kolmo::sde
