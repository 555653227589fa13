// Samplers of several steps: exponential Adams methods on the clock λ, and those made from them.

#include <algorithm>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/ode/samplers/exponential_weights.hpp"
#include "operations.hpp"

namespace kolmo::ode {
namespace {

/// Puts the steps of a rule together and remembers which nodes have been evaluated.
class MultistepBuilder {
 public:
  MultistepBuilder(const MultistepRule& rule, const SamplingGrid& grid, const SamplerOptions& options)
      : rule_(rule), options_(options), all_{rule.prediction, grid} {}

  SamplingProgram build() {
    for (Index n = 0; n < all_.grid.steps(); ++n) add(n);
    return std::move(all_);
  }

 private:
  const ClockNode& node(Index n) const { return all_.grid.nodes[static_cast<std::size_t>(n)]; }

  void add(Index n) {
    std::vector<SamplingOperation> step;
    if (!evaluated_) step.push_back(evaluation(node(n)));
    evaluated_ = false;
    const bool last = n + 1 == all_.grid.steps();
    if (node(n + 1).sigma == 0 || (last && options_.last_of_first_order)) {
      step.push_back(ddim_step(rule_.prediction, node(n), node(n + 1)));
    } else if (options_.start == SamplerStart::single_step && n + 1 < rule_.steps) {
      append_single_step(dpm_3_table(rule_.prediction), *all_.grid.clock, node(n), node(n + 1), step);
    } else {
      add_multistep(n, last, step);
    }
    all_.steps.push_back(std::move(step));
  }

  void add_multistep(Index n, bool last, std::vector<SamplingOperation>& step) {
    const double h = node(n + 1).lambda - node(n).lambda, z = exponent(rule_.prediction, h);
    std::vector<double> nodes;
    for (Index k = 0; k < std::min(rule_.steps, n + 1); ++k) {
      nodes.push_back((node(n - k).lambda - node(n).lambda) / h);
    }
    SamplingOperation ahead = exponential(rule_.prediction, node(n), node(n + 1), h, rule_.weights(z, nodes));
    if (!rule_.corrected || last) {
      ahead.moves = true;
      step.push_back(std::move(ahead));
      return;
    }
    ahead.evaluates = evaluated_ = true;
    ahead.node = node(n + 1);
    step.push_back(std::move(ahead));
    nodes.insert(nodes.begin(), 1);
    SamplingOperation corrected =
        exponential(rule_.prediction, node(n), node(n + 1), h, interpolating_weights(z, 1, nodes));
    corrected.moves = true;
    step.push_back(std::move(corrected));
  }

  const MultistepRule& rule_;
  const SamplerOptions& options_;
  SamplingProgram all_;
  bool evaluated_ = false;  ///< at the node where the next step begins
};

}  // namespace

std::vector<double> adams_weights(double z, const std::vector<double>& nodes) {
  return interpolating_weights(z, 1, nodes);
}

std::vector<double> midpoint_weights(double z, const std::vector<double>& nodes) {
  const double whole = exponential_moments(z, 1, 1)[0];
  if (nodes.size() == 1) return {whole};
  require(nodes.size() == 2, "nodes", static_cast<double>(nodes.size()), "must be one or two");
  const double ahead = -0.5 / nodes[1];
  return {whole * (1 + ahead), -whole * ahead};
}

std::vector<double> half_curvature_weights(double z, const std::vector<double>& nodes) {
  std::vector<double> weights = interpolating_weights(z, 1, nodes);
  if (nodes.size() < 3) return weights;
  require(nodes.size() == 3, "nodes", static_cast<double>(nodes.size()), "must be at most three");
  // The second divided difference is Σ_i E_i/Π_{j≠i} (r_i − r_j); its weight is m_2, of which half is left
  // out.
  const double half = 0.5 * exponential_moments(z, 1, 3)[2];
  for (std::size_t i = 0; i < 3; ++i) {
    double product = 1;
    for (std::size_t j = 0; j < 3; ++j) product *= j == i ? 1 : nodes[i] - nodes[j];
    weights[i] -= half / product;
  }
  return weights;
}

SamplerEntry multistep_sampler(Claim claim, MultistepRule rule) {
  require(rule.steps >= 1 && rule.steps <= 5, "steps of a multistep sampler", static_cast<double>(rule.steps),
          "must be 1 to 5");
  return {std::move(claim), false,
          [rule = std::move(rule)](const SamplingGrid& grid, const SamplerOptions& options) {
            return MultistepBuilder(rule, grid, options).build();
          }};
}

}  // namespace kolmo::ode
