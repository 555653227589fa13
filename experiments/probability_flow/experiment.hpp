#pragma once
// Does the probability flow carry the law and its logarithm, and is it a transport map?

#include "frame/plan.hpp"

namespace kolmo::probability_flow {

frame::Experiment experiment();

/// Its parts, as configured.
std::vector<frame::Part> parts(const io::Configuration& configuration);

}  // namespace kolmo::probability_flow
