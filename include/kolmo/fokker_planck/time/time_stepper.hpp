#pragma once
// Time steps of dp/dt = L p with a fixed L.

#include <array>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kolmo/core/claim.hpp"
#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// What some steps saw. Steps count from 1.
struct StepReport {
  double minimum = std::numeric_limits<double>::infinity();  ///< of p after any of the steps
  Index minimum_step = 0;                                    ///< the first step that had it
  Index first_not_finite = 0;                                ///< 0: every density was finite
  /// Σp that left through an absorbing side, [axis][0 lower, 1 upper].
  std::array<std::array<double, 2>, 3> outflow = {};
};

/// One time stepper for one generator and one Δt, with its matrices factored and its workspace allocated.
class Propagator {
 public:
  virtual ~Propagator() = default;
  /// p ← the density `steps` ≥ 1 steps later; stops after a step with a number that is not finite. In 1-D n
  /// steps at once are n single steps bit for bit; where axes are split the half steps of the splitting merge
  /// between them.
  virtual StepReport advance(double* p, Index steps) = 0;
};

/// A family member. Its claim's order_time holds on a line, order_time_axes where there are several (Strang's
/// splitting of the axes: at most 2), order_time_mixed with mixed derivatives (empty: refused).
class TimeStepper {
 public:
  virtual ~TimeStepper() = default;
  virtual const Claim& claim() const = 0;
  /// Throws InvalidArgument unless Δt > 0 is finite, and where the factors do not fit into memory.
  virtual std::unique_ptr<Propagator> prepare(const Generator& generator, double dt) const = 0;
};

/// The order that a stepper claims for this generator.
std::optional<double> order_in_time(const TimeStepper& stepper, const Generator& generator);

/// Every time stepper there is: implicit_euler, tr_bdf2, crank_nicolson, crank_nicolson_rannacher, sdirk3,
/// bdf2, implicit_euler_unsplit, tr_bdf2_unsplit, douglas, craig_sneyd.
const std::vector<std::shared_ptr<const TimeStepper>>& steppers();
/// The one of that name; throws InvalidArgument listing the names.
const TimeStepper& stepper(const std::string& name);

}  // namespace kolmo::fokker_planck
