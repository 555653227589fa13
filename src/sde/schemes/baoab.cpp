#include "kolmo/sde/schemes/baoab.hpp"
#include "kolmo/process/kinetic_langevin.hpp"

#include "exponential_functions.hpp"
#include "kinetic_substeps.hpp"

namespace kolmo::sde {

const Claim& Baoab::claim() const {
  static const Claim claim{.name = "baoab",
                           .source = "Leimkuhler and Matthews 2013, Appl. Math. Res. eXpress 2013, section 2",
                           .orders = {{Sense::time, 2},
                                      {Sense::strong, Context::additive, 1},
                                      {Sense::weak, Context::additive, 2},
                                      {Sense::stationary, 2}},
                           .calculus = "Itô",
                           .needs = "underdamped Langevin dynamics",
                           .evaluations_per_step = 2};
  return claim;
}

bool Baoab::can_step(const process::Process& process) const {
  return SdeScheme::can_step(process) && kinetic_structure(process).has_value();
}

double Baoab::first_half_share(const process::Process& process, Index, double begin, double middle,
                               double end) const {
  const double first = middle - begin, second = end - middle;
  return decaying_share(-kinetic_structure(process)->friction, first, first, second, second);
}

void Baoab::step(const process::Process& process, double, double h, Block x, Increment& increment,
                 Workspace& workspace) const {
  const process::KineticStructure structure = *kinetic_structure(process);
  const Index n = x.cols() / 2;
  Block q = x.leftCols(n), p = x.rightCols(n), gradient = workspace.block(0, x.rows()).leftCols(n);
  const Relaxation relax = relaxation(structure, h);
  kick(structure, 0.5 * h, q, p, gradient);
  move(0.5 * h, p, q);
  damp(relax.decay, p);
  increment.add_to(relax.noise, p);
  move(0.5 * h, p, q);
  kick(structure, 0.5 * h, q, p, gradient);
}

}  // namespace kolmo::sde
