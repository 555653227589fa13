#pragma once
// The list of JKO steps, to which a program can append its own.

#include "kolmo/core/catalogue.hpp"
#include "kolmo/jko/jko_step.hpp"

namespace kolmo::jko {

/// What steps() lists and find_step() finds.
Catalogue<StepEntry>& step_catalogue();

}  // namespace kolmo::jko
