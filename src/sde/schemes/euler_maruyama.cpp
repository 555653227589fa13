#include "kolmo/sde/schemes/euler_maruyama.hpp"

#include "noise_terms.hpp"

namespace kolmo::sde {

const Claim& EulerMaruyama::claim() const {
  static const Claim claim{.name = "euler_maruyama",
                           .source = "Maruyama 1955; Kloeden and Platen 1992, section 10.2",
                           .orders = {{Sense::time, 1},
                                      {Sense::strong, Context::general, 0.5},
                                      {Sense::strong, Context::commutative, 0.5},
                                      {Sense::strong, Context::additive, 1},
                                      {Sense::weak, Context::general, 1},
                                      {Sense::weak, Context::additive, 1}},
                           .calculus = "Itô",
                           .needs = "any noise",
                           .evaluations_per_step = 1};
  return claim;
}

Index EulerMaruyama::workspace_blocks(const process::Process& process) const {
  return 1 + noise_blocks(process);
}

void EulerMaruyama::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                         Workspace& workspace) const {
  Block f = workspace.block(0, x.rows());
  process.drift(t, x, f);
  euler_update(process, t, h, f, x, increment, workspace, 1);
}

}  // namespace kolmo::sde
