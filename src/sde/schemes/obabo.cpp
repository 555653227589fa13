#include "kolmo/sde/schemes/obabo.hpp"

#include <numbers>

#include "kinetic_substeps.hpp"
#include "sde/noise/block_kernels.hpp"

namespace kolmo::sde {

const Claim& Obabo::claim() const {
  static const Claim claim = splitting_claim("obabo", "Bussi and Parrinello 2007, Phys. Rev. E 75, 056707");
  return claim;
}

void Obabo::step(const process::Process& process, double, double h, Block x, Increment& increment,
                 Workspace& workspace) const {
  Phase at(process, x, workspace);
  const Relaxation half = relaxation(at.structure, 0.5 * h);
  const double noise = half.noise / std::numbers::sqrt2;
  const ConstBlock z = increment.materialise(), u = increment.materialise_area();
  damp(half.decay, at.p);
  add_two_scaled(noise, z, noise, u, at.p);
  kick(0.5 * h, at);
  move(h, at.p, at.q);
  kick(0.5 * h, at);
  damp(half.decay, at.p);
  add_two_scaled(noise, z, -noise, u, at.p);
}

}  // namespace kolmo::sde
