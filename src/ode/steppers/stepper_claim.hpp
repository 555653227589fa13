#pragma once
// What a stepper of flows says of itself.

#include <optional>
#include <string>
#include <utility>

#include "kolmo/core/claim.hpp"

namespace kolmo::ode {

/// `order` empty: steps to a tolerance. `evaluations` 0: as many as it needs.
inline Claim stepper_claim(std::string name, std::string source, std::optional<double> order,
                           double evaluations, std::string needs) {
  Claim claim;
  claim.name = std::move(name);
  claim.source = std::move(source);
  claim.order_time = order;
  claim.needs = std::move(needs);
  claim.evaluations_per_step = evaluations;
  return claim;
}

}  // namespace kolmo::ode
