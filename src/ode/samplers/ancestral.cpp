// Samplers that draw from the posterior of a step: the η-family, and Langevin dynamics after it.

#include <cmath>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "operations.hpp"

namespace kolmo::ode {
namespace {

/// α′ D + √(σ′² − s²) ε + s Z with D = (x − σ ε)/α.
SamplingOperation eta_step(const ClockNode& from, const ClockNode& to, double variance) {
  if (to.sigma == 0) return ddim_step(Prediction::noise, from, to);
  const double scale = to.alpha / from.alpha;
  return {.scale = scale,
          .weights = {std::sqrt(to.sigma * to.sigma - variance) - scale * from.sigma},
          .noise = std::sqrt(variance),
          .moves = true};
}

}  // namespace

double posterior_variance(const ClockNode& from, const ClockNode& to) {
  return to.sigma * to.sigma * -std::expm1(2 * (from.lambda - to.lambda));
}

SamplerEntry eta_sampler(Claim claim, double eta, StepVariance variance) {
  require(eta >= 0 && eta <= 1, "eta", eta, "must be in [0, 1]");
  const auto program = [eta, variance](const SamplingGrid& grid, const SamplerOptions& options) {
    SamplingProgram all{Prediction::noise, grid};
    for (Index n = 0; n < grid.steps(); ++n) {
      const ClockNode& from = grid.nodes[static_cast<std::size_t>(n)];
      const ClockNode& to = grid.nodes[static_cast<std::size_t>(n) + 1];
      const bool deterministic = options.last_of_first_order && n + 1 == grid.steps();
      const double share = deterministic || to.sigma == 0 ? 0 : eta * eta * variance(from, to);
      all.steps.push_back({evaluation(from), eta_step(from, to, share)});
    }
    return all;
  };
  return {std::move(claim), eta > 0, program};
}

SamplerEntry predictor_corrector_sampler(Claim claim, double ratio) {
  require(ratio > 0 && ratio < 1, "ratio", ratio, "must be between 0 and 1");
  const auto program = [ratio](const SamplingGrid& grid, const SamplerOptions& options) {
    SamplingProgram all{Prediction::noise, grid};
    for (Index n = 0; n < grid.steps(); ++n) {
      const ClockNode& from = grid.nodes[static_cast<std::size_t>(n)];
      const ClockNode& to = grid.nodes[static_cast<std::size_t>(n) + 1];
      const bool last = n + 1 == grid.steps();
      const bool first_order = to.sigma == 0 || (last && options.last_of_first_order);
      std::vector<SamplingOperation> step = {
          evaluation(from), eta_step(from, to, first_order ? 0 : posterior_variance(from, to))};
      if (!first_order) {
        // x + e s + √(2e) Z with s = −E/σ′ and e = 2 (r σ′)².
        step.push_back(evaluation(to));
        step.push_back(
            {.weights = {-2 * ratio * ratio * to.sigma}, .noise = 2 * ratio * to.sigma, .moves = true});
      }
      all.steps.push_back(std::move(step));
    }
    return all;
  };
  return {std::move(claim), true, program};
}

}  // namespace kolmo::ode
