#pragma once
// Draws of the targets in a configuration.

#include "frame/plan.hpp"

namespace kolmo::sample {

frame::Experiment experiment();

/// One target: its draws, their summary, and whether they can be believed.
frame::Plan target_plan(const io::Configuration& configuration, const std::string& name,
                        const std::function<double()>& z);

}  // namespace kolmo::sample
