#include "kolmo/sde/schemes/baoab.hpp"

#include "exponential_functions.hpp"
#include "kinetic_substeps.hpp"

namespace kolmo::sde {

const Claim& Baoab::claim() const {
  static const Claim claim =
      splitting_claim("baoab", "Leimkuhler and Matthews 2013, Appl. Math. Res. eXpress 2013, section 2");
  return claim;
}

double Baoab::first_half_share(const process::Process& process, Index, double begin, double middle,
                               double end) const {
  const double first = middle - begin, second = end - middle;
  return decaying_share(-kinetic_structure(process)->friction, first, first, second, second);
}

void Baoab::step(const process::Process& process, double, double h, Block x, Increment& increment,
                 Workspace& workspace) const {
  Phase at(process, x, workspace);
  const Relaxation relax = relaxation(at.structure, h);
  kick(0.5 * h, at);
  move(0.5 * h, at.p, at.q);
  damp(relax.decay, at.p);
  increment.add_to(relax.noise, at.p);
  move(0.5 * h, at.p, at.q);
  kick(0.5 * h, at);
}

}  // namespace kolmo::sde
