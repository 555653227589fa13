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

/// A family member. Its claim has an order in time on a line, one where there are several axes (Strang's
/// splitting of the axes: at most 2), and one with mixed derivatives (none: refused), or one for all of them.
class TimeStepper {
 public:
  virtual ~TimeStepper() = default;
  virtual const Claim& claim() const = 0;
  /// Whether it is made for this generator; `prepare` refuses the others. By default: wherever it claims an
  /// order.
  virtual bool takes(const Generator& generator) const;
  /// Whether p ≥ 0, and a free energy that falls, are proved at every Δt (which needs L without a negative
  /// rate, and an order of 1 or that of the exponential: Bolley, Crouzeix 1978). By default not.
  virtual bool keeps_positive(const Generator& generator) const;
  /// Throws InvalidArgument unless Δt > 0 is finite, and where the factors do not fit into memory.
  virtual std::unique_ptr<Propagator> prepare(const Generator& generator, double dt) const = 0;
};

/// The order that a stepper claims for this generator.
std::optional<double> order_in_time(const TimeStepper& stepper, const Generator& generator);
/// Its claim is an infinite order: a step is the exponential, to rounding and a tolerance.
bool exact_in_time(const TimeStepper& stepper);

/// Every time stepper there is that makes an error of its own; the list stands in time/steppers.cpp.
const std::vector<std::shared_ptr<const TimeStepper>>& steppers();
/// These and the exponentials (exponential.hpp).
std::vector<std::shared_ptr<const TimeStepper>> all_steppers();
/// The one of that name, of all; throws InvalidArgument listing the names.
const TimeStepper& stepper(const std::string& name);

}  // namespace kolmo::fokker_planck
