#pragma once
// Values of high precision that are known for certain problems.

#include <optional>
#include <string>
#include <vector>

#include "four_roads/problem/problem.hpp"

namespace kolmo::four_roads {

struct ReferenceValue {
  std::string quantity;
  double time;  ///< of a marginal; infinite for the stationary law
  double value;
  double error;  ///< of the reference itself
  std::string source;
};

/// Values that do not come from the problem's process: moments of p_t for Langevin dynamics in (x² − 1)² at
/// temperature ½ from N(−½, 0.3²), at t = 0.1, 0.5, 1, 2; of every linear problem at its times, from the
/// numbers of its configuration (linear_reference.hpp), good to 1e−11 of the quantity's size; empty for other
/// problems.
std::vector<ReferenceValue> reference_moments(const Problem& problem);

/// The spectral gap of the 1-D gradient flows for which it is known: any Ornstein–Uhlenbeck process (θ),
/// double wells, the quartic, x²/2 − log cosh x at certain temperatures; empty for others.
std::optional<ReferenceValue> reference_gap(const Problem& problem);

}  // namespace kolmo::four_roads
