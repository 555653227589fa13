#pragma once
// The list of time steppers, to which a program can append its own.

#include "kolmo/core/catalogue.hpp"
#include "kolmo/fokker_planck/time/time_stepper.hpp"

namespace kolmo::fokker_planck {

/// What steppers() lists and, with the exponentials, stepper() finds.
Catalogue<std::shared_ptr<const TimeStepper>>& stepper_catalogue();

}  // namespace kolmo::fokker_planck
