#pragma once
// What does it gain to compute slices of time at once?

#include "frame/plan.hpp"

namespace kolmo::parallel_in_time {

frame::Experiment experiment();

/// Its parts, as configured.
std::vector<frame::Part> parts(const io::Configuration& configuration);

}  // namespace kolmo::parallel_in_time
