#pragma once
// four_roads as an experiment of the frame.

#include "four_roads/four_roads.hpp"
#include "frame/experiment.hpp"

namespace kolmo::four_roads {

/// The problems of a resolved configuration, in order.
std::vector<std::string> problem_names(const io::Configuration& configuration);

/// Seed and m of a run.
RunSettings run_settings(const io::Configuration& configuration);

frame::Experiment experiment();

}  // namespace kolmo::four_roads
