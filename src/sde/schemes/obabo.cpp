#include "kolmo/sde/schemes/obabo.hpp"
#include "kolmo/process/kinetic_langevin.hpp"

#include <numbers>

#include "kinetic_substeps.hpp"
#include "sde/noise/block_kernels.hpp"

namespace kolmo::sde {

const Claim& Obabo::claim() const {
  static const Claim claim{.name = "obabo",
                           .source = "Bussi and Parrinello 2007, Phys. Rev. E 75, 056707",
                           .orders = {{Sense::time, 2},
                                      {Sense::strong, Context::additive, 1},
                                      {Sense::weak, Context::additive, 2},
                                      {Sense::stationary, 2}},
                           .calculus = "Itô",
                           .needs = "underdamped Langevin dynamics",
                           .evaluations_per_step = 2};
  return claim;
}

bool Obabo::can_step(const process::Process& process) const {
  return SdeScheme::can_step(process) && kinetic_structure(process).has_value();
}

void Obabo::step(const process::Process& process, double, double h, Block x, Increment& increment,
                 Workspace& workspace) const {
  const process::KineticStructure structure = *kinetic_structure(process);
  const Index n = x.cols() / 2;
  Block q = x.leftCols(n), p = x.rightCols(n), gradient = workspace.block(0, x.rows()).leftCols(n);
  const Relaxation half = relaxation(structure, 0.5 * h);
  const double noise = half.noise / std::numbers::sqrt2;
  const ConstBlock z = increment.materialise(), u = increment.materialise_area();
  damp(half.decay, p);
  add_two_scaled(noise, z, noise, u, p);
  kick(structure, 0.5 * h, q, p, gradient);
  move(h, p, q);
  kick(structure, 0.5 * h, q, p, gradient);
  damp(half.decay, p);
  add_two_scaled(noise, z, -noise, u, p);
}

}  // namespace kolmo::sde
