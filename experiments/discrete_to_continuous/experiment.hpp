#pragma once
// discrete_to_continuous as an experiment of the frame.

#include "discrete_to_continuous/settings.hpp"
#include "frame/experiment.hpp"

namespace kolmo::discrete_to_continuous {

/// One part ("ddpm", "euler_maruyama", "ncsn", "ddim", "donsker"): writes its numbers, returns its checks.
std::vector<verify::Check> run_part(const Settings& settings, const std::string& part, io::Group& group,
                                    frame::Progress& progress);

/// Ids of the checks of all parts, in order.
std::vector<std::string> check_ids(const Settings& settings);

frame::Experiment experiment();

}  // namespace kolmo::discrete_to_continuous
