#pragma once
// One-step methods for dx/dt = f(t, x) on flat states, and the list of them.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kolmo/core/claim.hpp"
#include "kolmo/core/parallel/block.hpp"

namespace kolmo::ode {

/// The state of one block, flattened column by column.
using State = Eigen::VectorXd;

/// slope = f(t, x); `slope` has the size of x.
using System = std::function<void(double t, const State& x, State& slope)>;

/// What a method that solves equations may know of f besides its values.
struct Structure {
  /// Entries i, i + rows, i + 2 rows, … of the state, m of them, are one system that does not see the others:
  /// the particles of a block. 1: all entries may see each other.
  Index rows = 1;
  /// out(i, k m + j) = ∂f_j/∂x_k of system i at (t, x). Empty: central differences, 2m calls of f.
  std::function<void(double t, const State& x, Points& out)> jacobian = {};
  /// out = (∂f/∂t)(t, x). Empty: a difference within the step, of second order, two calls of f.
  std::function<void(double t, const State& x, State& out)> time_derivative = {};
};

/// A method for one step with the workspace of one block: not to be shared between threads.
class OdeStepper {
 public:
  virtual ~OdeStepper() = default;

  /// order_time is the order of the solution that is carried on, empty where a method steps to a tolerance;
  /// evaluations_per_step counts calls of f, 0 where it takes as many as it needs.
  virtual const Claim& claim() const = 0;

  /// The power of h, less one, with which the error estimate shrinks (4 for a pair 5(4)); empty without an
  /// estimate.
  virtual std::optional<int> error_order() const = 0;

  /// One step from (t, x), slope = f(t, x), to t + h (h < 0 goes backwards): x_new, slope_new = f(t + h,
  /// x_new) and, where error_order() is not empty and `error` is not null, the difference of the two
  /// solutions of the pair. The outputs are sized by the caller and distinct from the inputs. Non-finite
  /// numbers pass through; where a method's own equations cannot be solved x_new is filled with NaN and
  /// failure() says why. Methods of several steps go on from the last one where t, h and x continue it, and
  /// begin anew with a method of their order otherwise.
  virtual void step(const System& system, double t, double h, const State& x, const State& slope,
                    State& x_new, State& slope_new, State* error) = 0;

  /// Why the last step has no result; empty where it has one.
  virtual std::string failure() const { return {}; }

  /// What is known of f; called before the first step. Explicit methods do not care.
  virtual void set_structure(const Structure&) {}

  /// Tolerances (as those of FlowPlan) of methods that step to a tolerance within a step.
  virtual void set_tolerances(double /*relative*/, double /*absolute*/) {}

  /// x(t + θ h), 0 ≤ θ ≤ 1, within the step from (x, slope) to (x_new, slope_new) that was made last: by
  /// default the cubic that has the four values (third order), from the stages where a method has better.
  virtual void interpolate(double theta, double h, const State& x, const State& slope, const State& x_new,
                           const State& slope_new, State& out) const;
};

/// One line of the catalogue.
struct StepperEntry {
  Claim claim;
  std::function<std::unique_ptr<OdeStepper>()> make;
};

/// Every stepper: order tests and catalogues iterate over it. Each stands in a file of its own under
/// src/ode/steppers, with its source and its order (docs/methods/ode_steppers.md shows them side by side).
///
/// explicit, fixed steps – euler, modified_midpoint, runge_kutta_4; of several steps: adams_bashforth_4,
/// adams_bashforth_moulton_4.
/// explicit, with an error estimate – heun, cash_karp, dormand_prince, dormand_prince_853, fehlberg_78.
/// to a tolerance – bulirsch_stoer.
/// stiff, with an error estimate – rosenbrock_4, radau_iia_5.
const std::vector<StepperEntry>& steppers();

/// The entry of that name. Throws InvalidArgument that lists the names there are.
const StepperEntry& find_stepper(std::string_view name);

}  // namespace kolmo::ode
