#pragma once
// What `simulate_adaptive` is given.

#include "kolmo/sde/drivers/adaptive.hpp"

namespace kolmo::sde {

/// Throws InvalidArgument as `simulate_adaptive` says.
void validate(const AdaptiveSimulation& simulation);

/// Whether its times decrease.
inline bool runs_backward(const AdaptiveSimulation& simulation) {
  return simulation.times.size() > 1 && simulation.times[1] < simulation.times[0];
}

/// That of coordinate j, where there is one number for all or one for each.
inline double tolerance_at(const std::vector<double>& tolerance, Index j) {
  return tolerance[tolerance.size() == 1 ? 0 : static_cast<std::size_t>(j)];
}

}  // namespace kolmo::sde
