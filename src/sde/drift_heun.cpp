#include "kolmo/sde/drift_heun.hpp"

#include <cmath>

#include "block_kernels.hpp"

namespace kolmo::sde {

const Claim& DriftHeun::claim() const {
  static const Claim claim{.name = "drift_heun",
                           .source = "Kloeden and Platen 1992, section 15.1 (additive noise)",
                           .order_time = 2,
                           .order_strong_additive = 1,
                           .order_weak_additive = 2,
                           .calculus = "Itô",
                           .needs = "scalar noise g(t)",
                           .evaluations_per_step = 2};
  return claim;
}

void DriftHeun::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                     Workspace& workspace) const {
  Block f = workspace.block(0, x.rows());
  Block f_predicted = workspace.block(1, x.rows());
  process.drift(t, x, f);
  // X̃ = X + h f + √V z
  increment.add_with_drift(h, f, std::sqrt(process.noise_variance(t, t + h)), x);
  // X ← X̃ + ½h (f(t + h, X̃) − f)
  process.drift(t + h, x, f_predicted);
  add_scaled_difference(0.5 * h, f_predicted, f, x);
}

}  // namespace kolmo::sde
