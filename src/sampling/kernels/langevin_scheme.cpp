#include "kolmo/sampling/kernels/langevin_scheme.hpp"

#include "kolmo/sampling/targets/langevin.hpp"

namespace kolmo::sampling {

LangevinScheme::LangevinScheme(std::string_view scheme, Claim claim)
    : scheme_(&sde::scheme(scheme)), claim_(std::move(claim)) {}

void LangevinScheme::step(const Target& target, const KernelSettings& settings, ChainView chain,
                          const Draws& draws, sde::Workspace& workspace) const {
  const TargetLangevin process(target);
  sde::Increment increment = draws.increment(settings.step, workspace.block(5, chain.x.rows()));
  scheme_->step(process, 0, settings.step, chain.x, increment, workspace);
}

void LangevinScheme::observe(const Target& target, const KernelSettings& settings, Block x,
                             const Draws& draws, sde::Workspace& workspace) const {
  const TargetLangevin process(target);
  sde::Increment increment = draws.increment(settings.step, workspace.block(5, x.rows()));
  scheme_->postprocess(process, settings.step, settings.step, x, increment, workspace);
}

Claim ula_claim() {
  return {.name = "ula",
          .source = "Roberts and Tweedie 1996, Bernoulli 2, section 1.4.1",
          .orders = {{Sense::stationary, 1}},
          .needs = "the score; h in length²"};
}

Claim leimkuhler_matthews_claim() {
  return {.name = "leimkuhler_matthews",
          .source = "Leimkuhler and Matthews 2013; Vilmart 2015, SIAM J. Sci. Comput. 37",
          .orders = {{Sense::stationary, 2}},
          .needs = "the score; h in length²"};
}

Claim tamed_ula_claim() {
  return {.name = "tamed_ula",
          .source = "Brosse, Durmus, Moulines and Sabanis 2019, Stoch. Process. Appl. 129, equation (6)",
          .orders = {{Sense::stationary, 1}},
          .needs = "the score; h in length²"};
}

}  // namespace kolmo::sampling
