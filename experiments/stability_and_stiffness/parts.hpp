#pragma once
// The parts of the experiment, one function each.

#include "frame/plan.hpp"

namespace kolmo::stability_and_stiffness {

frame::Plan euler_bound_plan();           // euler_bound_part.cpp
frame::Plan work_plan(double stiffness);  // work_part.cpp
frame::Plan spectrum_plan();              // spectrum_part.cpp
frame::Plan statuses_plan();              // statuses_part.cpp

}  // namespace kolmo::stability_and_stiffness
