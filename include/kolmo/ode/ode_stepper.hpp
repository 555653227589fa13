#pragma once
// One-step methods for dx/dt = f(t, x) on flat states, and the list of them.

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "kolmo/core/claim.hpp"
#include "kolmo/core/parallel/block.hpp"

namespace kolmo::ode {

/// The state of one block, flattened column by column.
using State = Eigen::VectorXd;

/// slope = f(t, x); `slope` has the size of x.
using System = std::function<void(double t, const State& x, State& slope)>;

/// A one-step method with the workspace of one block: not to be shared between threads.
class OdeStepper {
 public:
  virtual ~OdeStepper() = default;

  /// order_time is the order of the solution that is carried on; evaluations_per_step counts calls of f.
  virtual const Claim& claim() const = 0;

  /// The power of h, less one, with which the error estimate shrinks (4 for a pair 5(4)); empty without an
  /// estimate.
  virtual std::optional<int> error_order() const = 0;

  /// One step from (t, x), slope = f(t, x), to t + h (h < 0 goes backwards): x_new, slope_new = f(t + h,
  /// x_new) and, where error_order() is not empty and `error` is not null, the difference of the two
  /// solutions of the pair. The outputs are sized by the caller and distinct from the inputs. Non-finite
  /// numbers pass through.
  virtual void step(const System& system, double t, double h, const State& x, const State& slope,
                    State& x_new, State& slope_new, State* error) = 0;
};

/// One line of the catalogue.
struct StepperEntry {
  Claim claim;
  std::function<std::unique_ptr<OdeStepper>()> make;
};

/// Every stepper: order tests and catalogues iterate over it.
///
/// * dormand_prince – the pair 5(4) of Dormand and Prince (1980), local extrapolation, first same as last.
/// * runge_kutta_4 – the classical method of Kutta (1901); no error estimate, so only with a fixed number of
/// steps.
const std::vector<StepperEntry>& steppers();

/// The entry of that name. Throws InvalidArgument that lists the names there are.
const StepperEntry& find_stepper(std::string_view name);

}  // namespace kolmo::ode
