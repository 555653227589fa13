#pragma once
// Do steps of minimising movements follow the flow, and at which order?

#include "frame/plan.hpp"

namespace kolmo::wasserstein_flow {

frame::Experiment experiment();

/// Its parts, as configured.
std::vector<frame::Part> parts(const io::Configuration& configuration);

}  // namespace kolmo::wasserstein_flow
