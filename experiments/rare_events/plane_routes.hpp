#pragma once
// What an escape in the plane computes once, and what is written of it.

#include <algorithm>
#include <cmath>

#include "frame/lazy.hpp"
#include "kolmo/io/group.hpp"
#include "rare_events/plane_escape.hpp"

namespace kolmo::rare_events {
/// What is computed once, when it is asked for.
struct Routes {
  PlaneEscape escape;
  PathSizes sizes;
  double step, expected;  ///< of paths; E τ on a coarse grid
  std::shared_ptr<frame::Lazy<std::vector<GridEscape>>> grids;
  std::shared_ptr<frame::Lazy<std::optional<Formula>>> formula;
  std::shared_ptr<frame::Lazy<std::optional<Direct>>> direct;
  std::shared_ptr<frame::Lazy<Exits>> exits;
  std::shared_ptr<frame::Lazy<Share>> splitting, control;

  const GridEscape& fine() const { return grids->get().back(); }
  /// The largest difference between the finest grid and another: cells make sets of ellipses in steps, and no
  /// order is claimed.
  double error(double GridEscape::*number) const {
    double largest = 0;
    for (const GridEscape& one : grids->get())
      largest = std::max(largest, std::abs(one.*number - fine().*number));
    return largest;
  }
};

/// Flux through the gate times the share that arrives.
inline Estimate rate_of(const Exits& from, const Share& share) {
  const double value = from.rate.value * share.probability.value;
  return {value, value * std::hypot(from.rate.standard_error / from.rate.value,
                                    share.probability.standard_error / share.probability.value)};
}

/// Which routes there are.
struct Present {
  bool balance;  ///< flux of transitions, slowest rate
  bool rare;     ///< splitting and control
  bool direct;   ///< paths that are waited for
};

/// Rates by all routes, numbers, and ways over the level lines of the density at rest.  plane_tables.cpp
void write_routes(const Routes& all, const Present& present, io::Group& part);

}  // namespace kolmo::rare_events
