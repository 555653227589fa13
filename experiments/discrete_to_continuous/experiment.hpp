#pragma once
// discrete_to_continuous as an experiment of the frame.

#include "discrete_to_continuous/settings.hpp"
#include "frame/plan.hpp"

namespace kolmo::discrete_to_continuous {

/// "ddpm", "euler_maruyama", "ncsn", "ddim", "donsker".
std::vector<frame::Part> parts(const Settings& settings);

frame::Experiment experiment();

}  // namespace kolmo::discrete_to_continuous
