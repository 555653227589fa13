#include "kolmo/sampling/chains/adapt_step.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::sampling {

AdaptedStep adapt_step(ChainPlan plan, Chains& chains, double wanted, Index rounds, Index round,
                       double trajectory) {
  if (!plan.kernel.metropolised())
    throw InvalidArgument("kernel '" + plan.kernel.claim().name +
                          "': rejects nothing, so that no acceptance can "
                          "choose its step");
  require(wanted > 0 && wanted < 1, "acceptance", wanted, "must be between 0 and 1");
  require(rounds >= 4, "rounds", static_cast<double>(rounds), "must be at least 4");
  double log_step = std::log(plan.settings.step), mean = 0, acceptance = 0;
  const auto set = [&](double value, bool free) {
    plan.settings.step = std::exp(value);
    if (trajectory > 0 && free)
      plan.settings.leapfrogs =
          std::max<Index>(1, static_cast<Index>(std::ceil(trajectory / plan.settings.step)));
  };
  plan.steps = round;
  plan.every = 1;
  const Index half = rounds / 2, averaged = std::max<Index>(1, rounds / 3);
  for (Index k = 0; k < rounds; ++k) {
    set(log_step, k < half);
    const double found = mean_acceptance(plan, chains);
    plan.first_step += static_cast<std::uint32_t>(round);
    if (k >= rounds - averaged) {
      mean += log_step / static_cast<double>(averaged);
      acceptance += found / static_cast<double>(averaged);
    }
    log_step += (k < half ? 4 : 2) * std::pow(static_cast<double>(k + 1), -0.6) * (found - wanted);
  }
  set(mean, false);
  return {plan.settings, acceptance, rounds * round};
}

}  // namespace kolmo::sampling
