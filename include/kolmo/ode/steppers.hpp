#pragma once
// The list of steppers of flows, to which a program can append its own.

#include "kolmo/core/catalogue.hpp"
#include "kolmo/ode/ode_stepper.hpp"

namespace kolmo::ode {

/// What steppers() lists and find_stepper() finds.
Catalogue<StepperEntry>& stepper_catalogue();

}  // namespace kolmo::ode
