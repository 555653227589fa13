#include "kolmo/sde/schemes/leimkuhler_matthews.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

#include <cmath>

#include "sde/noise/block_kernels.hpp"

namespace kolmo::sde {

const Claim& LeimkuhlerMatthews::claim() const {
  static const Claim claim{
      .name = "leimkuhler_matthews",
      .source = "Leimkuhler and Matthews 2013; Vilmart 2015, SIAM J. Sci. Comput. 37",
      .orders = {{Sense::time, 1}, {Sense::weak, Context::additive, 1}, {Sense::stationary, 2}},
      .calculus = "Itô",
      .needs = "a gradient flow with constant noise √(2T)",
      .evaluations_per_step = 1};
  return claim;
}

bool LeimkuhlerMatthews::can_step(const process::Process& process) const {
  return SdeScheme::can_step(process) && gradient_structure(process).has_value();
}

void LeimkuhlerMatthews::step(const process::Process& process, double t, double h, Block x,
                              Increment& increment, Workspace& workspace) const {
  Block middle = workspace.block(0, x.rows()), f = workspace.block(1, x.rows());
  const double scale = std::sqrt(process.noise_variance(t, t + h));
  const ConstBlock z = increment.materialise();
  combine(1, x, 0.5 * scale, z, middle);
  process.drift(t, middle, f);
  add_two_scaled(h, f, scale, z, x);
}

void LeimkuhlerMatthews::postprocess(const process::Process& process, double t, double h, Block x,
                                     Increment& increment, Workspace&) const {
  increment.add_to(0.5 * std::sqrt(process.noise_variance(t - h, t)), x);
}

}  // namespace kolmo::sde
