#pragma once
// What the parts are told.

#include <cstdint>
#include <functional>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::claims {

struct Settings {
  Index draws;  ///< points of a sampled mean, a multiple of 16
  std::uint64_t seed;
  std::function<double()> z;  ///< standard errors that a sampled check allows (frame::z_of)
};

}  // namespace kolmo::claims
