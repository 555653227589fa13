#pragma once
// Claims of what is done at walls.

#include <string>

#include "kolmo/core/claim.hpp"

namespace kolmo::sde {

inline Claim wall_claim(std::string name, std::string source, Orders orders) {
  return {.name = std::move(name),
          .source = std::move(source),
          .orders = std::move(orders),
          .calculus = "Itô",
          .needs = "walls that are perpendicular to a coordinate",
          .evaluations_per_step = 0};
}

}  // namespace kolmo::sde
