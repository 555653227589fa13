#include "kolmo/sde/euler_maruyama.hpp"

#include <cmath>

namespace kolmo::sde {

const Claim& EulerMaruyama::claim() const {
  static const Claim claim{.name = "euler_maruyama",
                           .source = "Maruyama 1955; Kloeden and Platen 1992, section 10.2",
                           .order_time = 1,
                           .order_space = {},
                           .order_strong_general = {},
                           .order_strong_commutative = {},
                           .order_strong_additive = 1,
                           .order_weak_general = {},
                           .order_weak_additive = 1,
                           .calculus = "Itô",
                           .needs = "scalar noise g(t)",
                           .evaluations_per_step = 1};
  return claim;
}

void EulerMaruyama::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                         Workspace& workspace) const {
  Block f = workspace.block(0, x.rows());
  process.drift(t, x, f);
  increment.add_with_drift(h, f, std::sqrt(process.noise_variance(t, t + h)), x);
}

}  // namespace kolmo::sde
