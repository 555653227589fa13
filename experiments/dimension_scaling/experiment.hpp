#pragma once
// dimension_scaling as an experiment of the frame.

#include "dimension_scaling/settings.hpp"
#include "frame/experiment.hpp"

namespace kolmo::dimension_scaling {

/// Ids of the checks of one part.
std::vector<std::string> part_check_ids(const std::string& part);

/// Seed and z of a run: all its checks together raise a false alarm once in a thousand runs.
Settings run_settings(const io::Configuration& configuration);

/// One part with these settings: what the experiment's body does, open to planted errors.
std::vector<verify::Check> run_part(const io::Configuration& configuration, const std::string& part,
                                    const Settings& settings, io::Group& group, frame::Progress& progress);

frame::Experiment experiment();

}  // namespace kolmo::dimension_scaling
