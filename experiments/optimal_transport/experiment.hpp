#pragma once
// How far apart are two densities, and how would one know?

#include "frame/plan.hpp"

namespace kolmo::optimal_transport {

frame::Experiment experiment();

/// Its parts, as configured.
std::vector<frame::Part> parts(const io::Configuration& configuration);

}  // namespace kolmo::optimal_transport
