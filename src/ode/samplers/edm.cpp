// Heun's method on x/α in σ/α, and its stochastic form (Karras et al. 2022, algorithms 1 and 2).

#include <algorithm>
#include <cmath>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "operations.hpp"

namespace kolmo::ode {
namespace {

/// Raises the noise of `from` to σ̂; the node there.
ClockNode add_churn(const EdmOptions& options, const SamplingGrid& grid, const ClockNode& from,
                    std::vector<SamplingOperation>& step) {
  const double sigma = from.sigma / from.alpha;
  if (!(sigma >= options.smallest && sigma <= options.largest) || options.churn == 0) return from;
  const double gamma = std::min(options.churn / static_cast<double>(grid.steps()), std::sqrt(2.0) - 1);
  const ClockNode raised = grid.clock->at_lambda(from.lambda - std::log1p(gamma));
  const double sigma_hat = sigma * (1 + gamma);
  const double added =
      options.added ? options.added(sigma, sigma_hat) : sigma * std::sqrt(gamma * (2 + gamma));  // √(σ̂² − σ²)
  step.push_back(
      {.scale = raised.alpha / from.alpha, .noise = raised.alpha * options.noise * added, .moves = true});
  return raised;
}

/// d(x/α)/d(σ/α) = ε: the slope at the start, then the mean of both.
void add_heun(const ClockNode& from, const ClockNode& to, bool first_order,
              std::vector<SamplingOperation>& step) {
  step.push_back(evaluation(from));
  if (first_order) {
    step.push_back(ddim_step(Prediction::noise, from, to));
    return;
  }
  const double scale = to.alpha / from.alpha;
  const double change = to.sigma - scale * from.sigma;  // α′ (σ′/α′ − σ/α)
  step.push_back({.scale = scale, .weights = {change}, .evaluates = true, .node = to});
  step.push_back({.scale = scale, .weights = {0.5 * change, 0.5 * change}, .moves = true});
}

}  // namespace

SamplerEntry edm_sampler(Claim claim, EdmOptions options) {
  require(options.churn >= 0 && std::isfinite(options.churn), "churn", options.churn,
          "must be at least 0 and finite");
  require(options.noise > 0 && std::isfinite(options.noise), "noise", options.noise,
          "must be positive and finite");
  require(options.smallest >= 0 && options.largest > options.smallest, "largest", options.largest,
          "must be above smallest, which is at least 0");
  const auto program = [options](const SamplingGrid& grid, const SamplerOptions& switches) {
    SamplingProgram all{Prediction::noise, grid};
    for (Index n = 0; n < grid.steps(); ++n) {
      const ClockNode& to = grid.nodes[static_cast<std::size_t>(n) + 1];
      std::vector<SamplingOperation> step;
      const ClockNode from = add_churn(options, grid, grid.nodes[static_cast<std::size_t>(n)], step);
      add_heun(from, to, to.sigma == 0 || (switches.last_of_first_order && n + 1 == grid.steps()), step);
      all.steps.push_back(std::move(step));
    }
    return all;
  };
  return {std::move(claim), options.churn > 0, program};
}

}  // namespace kolmo::ode
