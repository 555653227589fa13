#pragma once
// How an iteration ended.

#include <string_view>

namespace kolmo::transport {

enum class Status {
  converged,  ///< the residual is below the tolerance
  stalled,    ///< the residual fell no more: what is left is rounding or the grid's own error
  budget      ///< the iterations that were allowed are used up
};

/// "converged", "stalled" or "budget".
std::string_view status_name(Status status);

}  // namespace kolmo::transport
