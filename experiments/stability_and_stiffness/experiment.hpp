#pragma once
// What bounds the steps of a flow, and when does an implicit stepper pay?

#include "frame/plan.hpp"

namespace kolmo::stability_and_stiffness {

frame::Experiment experiment();

/// Its parts, as configured.
std::vector<frame::Part> parts(const io::Configuration& configuration);

}  // namespace kolmo::stability_and_stiffness
