#pragma once
// When a function of a path is zero for the first time.

#include <cstdint>
#include <functional>
#include <vector>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/schedule.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

/// out(i) = φ(t, x_i); called in parallel.
using EventFunction = std::function<void(double t, const ConstBlock& x, Values out)>;

/// Which zeros count.
enum class Crossing { any, rising, falling };

/// What is followed: paths as `simulate` makes them on its finest level, the same ones for the same stream,
/// until φ(t, X_t) = 0 or the last time. Process and scheme must outlive the call.
struct EventSearch {
  const process::Process& process;
  const SdeScheme& scheme;
  Schedule schedule;
  Index particles;
  RandomStream stream;
  EventFunction function;
  Crossing crossing = Crossing::any;
};

/// One entry a path.
struct Events {
  Eigen::ArrayXd time;            ///< of the event; the last time where there is none
  std::vector<std::int8_t> sign;  ///< 1 where φ rises through 0, −1 where it falls, 0: no event
  Points state;                   ///< X there, particles×d
  Index censored = 0;             ///< paths without an event
};

/// Follows every path to its event.
///
/// Within a step from x to y the path is not known; φ along it is taken for a Brownian bridge from φ(x) to
/// φ(y) of variance
///   v = h Σ_k c_k²,   c_k = (φ(t, x + √h G_k) − φ(t, x − √h G_k))/(2√h) = ∇φ·G_k + O(h),
/// so that it meets 0 with probability exp(−2 φ(x) φ(y)/v) where both have one sign, at a time drawn from the
/// bridge's law of first passage (brownian_bridge.hpp). Where no noise moves φ within a step, v = 0, as for
/// positions of underdamped Langevin dynamics, a zero is a change of sign, at the zero of the chord; two
/// zeros within one step are then not seen. The state is the chord's at that time, moved along
/// Σ_k c_k G_k / Σ c² (c and G taken there) as far as φ was off: the mean of X given φ = 0, up to O(h).
///
/// With a rising or falling zero alone, the bridge counts only from that side; a path may pass the other way
/// any number of times. Mean times of events have weak order 1 where φ is smooth and noise moves it, with a
/// scheme of weak order 1 at least (order ½ without the bridge). Source: Gobet (2000), Stoch. Proc. Appl. 87,
/// theorem 2.3, for half-spaces; Gobet (2001), ESAIM Prob. Stat. 5, for the bridge along a smooth normal.
///
/// Results do not depend on the number of threads. Throws InvalidArgument as `simulate`, where the function
/// or `initial` is empty, where the scheme has a postprocessor, and where φ is 0 at a start; NumericalFailure
/// where a path leaves the finite numbers before its event, or φ is not finite on it.
Events find_events(const EventSearch& search, const Initial& initial);
/// The same from given points, particles×d (InvalidArgument on another shape).
Events find_events(const EventSearch& search, const Points& initial);

}  // namespace kolmo::sde
