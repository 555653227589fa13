#pragma once
// The choice of the step from the error estimate.

#include "kolmo/ode/ode_stepper.hpp"

namespace kolmo::ode {

/// The largest scaled error of a step and where it is; value is NaN where an entry is not finite.
struct ScaledError {
  double value = 0;
  Index entry = 0;
};

/// max_i |e_i| / (absolute + relative max(|x_i|, |y_i|)).
ScaledError scaled_error(const State& error, const State& x, const State& y, double relative,
                         double absolute);

/// Proportional–integral control of the step (Gustafsson; Hairer, Nørsett and Wanner 1993, section IV.2 of
/// volume II, with the constants of DOPRI5): h ← h · 0.9 · err^{−α} · err_before^{β}, α = 1/(q + 1) − ¾β, β =
/// 0.04, the factor kept in [0.2, 10].
class StepSizeControl {
 public:
  /// q: the stepper's error_order().
  explicit StepSizeControl(int error_order);
  /// Factor of the step after an accepted step of scaled error `error` ≤ 1.
  double accepted(double error);
  /// Factor < 1 after a rejected one (NaN: the trial left the finite numbers).
  double rejected(double error);

 private:
  double exponent_;
  double error_before_ = 1e-4;
  bool just_rejected_ = false;
};

/// A first step (Hairer, Nørsett and Wanner 1993, section II.4), in the direction of `direction` = ±1 and at
/// most `longest`; costs one evaluation. `trial` and `trial_slope` are workspaces.
double first_step(const System& system, double t, double direction, double longest, int error_order,
                  const State& x, const State& slope, double relative, double absolute, State& trial,
                  State& trial_slope);

}  // namespace kolmo::ode
