#include "kolmo/sde/schemes/euler_maruyama.hpp"

#include "noise_terms.hpp"

namespace kolmo::sde {

const Claim& EulerMaruyama::claim() const {
  static const Claim claim =
      euler_claim("euler_maruyama", "Maruyama 1955; Kloeden and Platen 1992, section 10.2", "any noise");
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
