#pragma once
// The times of a sampler's steps, as values.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "kolmo/ode/samplers/log_snr_clock.hpp"

namespace kolmo::ode {

/// Nodes from t_max down to t_min, and to the data where `to_data` was asked for: n + 1 of them for n steps.
struct SamplingGrid {
  std::shared_ptr<const LogSnrClock> clock;
  std::vector<ClockNode> nodes;

  Index steps() const { return static_cast<Index>(nodes.size()) - 1; }
  bool to_data() const { return nodes.back().sigma == 0; }
};

/// How t_max … t_min is divided: λ (or t) as a function of the share u ∈ [0, 1] of the steps that are done.
struct GridRule {
  std::string name;
  std::function<ClockNode(const LogSnrClock& clock, double share, Index step)> node;
};

/// * time – t uniform.
/// * log_time – log t uniform.
/// * lambda – λ uniform.
/// * karras – (σ/α)^{1/7} uniform (Karras et al. 2022, eq. 5, ρ = 7).
/// * zigzag – λ in steps of ratio 1:3 in turn, for tests of methods of several steps.
const std::vector<GridRule>& grid_rules();

/// The rule of that name. Throws InvalidArgument that lists the names there are.
const GridRule& find_grid_rule(std::string_view name);

/// karras with another exponent, ρ ≥ 1.
GridRule karras_rule(double rho);

/// `steps` ≥ 1 steps by the rule. With `to_data` the last of them goes from t_min to the data: the rule has
/// one step fewer.
SamplingGrid sampling_grid(std::shared_ptr<const LogSnrClock> clock, const GridRule& rule, Index steps,
                           bool to_data = false);

/// Steps between given times, falling, within the clock (else InvalidArgument); a last time of 0 is the data.
SamplingGrid given_grid(std::shared_ptr<const LogSnrClock> clock, const std::vector<double>& times);

}  // namespace kolmo::ode
