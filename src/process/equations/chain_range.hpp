#pragma once
// The steps of a chain that a call may ask for.

#include "kolmo/core/errors.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::process {

/// InvalidArgument unless 0 ≤ i ≤ j ≤ steps.
inline void require_range(Index i, Index j, Index steps) {
  require(i >= 0, "first step", static_cast<double>(i), "must be at least 0");
  require(j >= i && j <= steps, "last step", static_cast<double>(j),
          "must be at least the first and at most the chain's steps");
}

}  // namespace kolmo::process
