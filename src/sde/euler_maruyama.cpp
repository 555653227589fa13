#include "kolmo/sde/euler_maruyama.hpp"

#include <cmath>

#include "block_kernels.hpp"

namespace kolmo::sde {

const Claim& EulerMaruyama::claim() const {
  static const Claim claim{.name = "euler_maruyama",
                           .source = "Maruyama 1955; Kloeden and Platen 1992, section 10.2",
                           .order_time = 1,
                           .order_strong_commutative = 0.5,
                           .order_strong_additive = 1,
                           .order_weak_general = 1,
                           .order_weak_additive = 1,
                           .calculus = "Itô",
                           .needs = "scalar or diagonal noise",
                           .evaluations_per_step = 1};
  return claim;
}

void EulerMaruyama::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                         Workspace& workspace) const {
  Block f = workspace.block(0, x.rows());
  process.drift(t, x, f);
  if (process.noise_kind() == process::NoiseKind::scalar) {
    increment.add_with_drift(h, f, std::sqrt(process.noise_variance(t, t + h)), x);
    return;
  }
  Block g = workspace.block(1, x.rows());
  process.diffusion_diagonal(t, x, g);
  add_drift_and_noise(h, f, std::sqrt(h), g, increment.materialise(), x);
}

}  // namespace kolmo::sde
