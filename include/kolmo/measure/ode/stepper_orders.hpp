#pragma once
// Orders of steppers of flows on equations with known solutions.

#include "kolmo/ode/ode_stepper.hpp"
#include "kolmo/verify/order_study.hpp"

namespace kolmo::measure {

/// A damped rotation of changing speed, bent: y′ = −0.3 y + (1 + ½ cos t) J y seen as x = (y₁, y₂ + 0.3 y₁²),
/// from three starts to t = 4. Nonlinear, non-autonomous and coupled, so that every order condition counts;
/// x′ = −x² cos t shows 5.3 to 7 for Dormand and Prince. Root mean square error after `steps` equal steps.
double bent_rotation_error(const ode::StepperEntry& entry, Index steps);

/// The study `name` of bent_rotation_error on numbers of steps where the claimed order shows: 56 to 320, 160
/// to 320 for orders above 4, 20 to 57 above 6, which reach rounding there.
verify::OrderStudy bent_rotation_study(const std::string& name, const ode::StepperEntry& entry,
                                       double claimed);

/// Prothero and Robinson (1974): x′ = −L (x − sin t) + cos t from x = 0 at t = 0, x = sin t: the error at t
/// = 1. L = 0: x′ = cos t.
double prothero_robinson_error(const ode::StepperEntry& entry, double L, Index steps);

/// The study `name` of prothero_robinson_error on numbers of steps √2 apart from 8 to `finest`.
verify::OrderStudy prothero_robinson_study(const std::string& name, const ode::StepperEntry& entry, double L,
                                           double claimed, double slack, Index finest);

}  // namespace kolmo::measure
