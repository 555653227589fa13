#pragma once
// first_passage as an experiment of the frame.

#include <string>
#include <vector>

#include "first_passage/settings.hpp"
#include "frame/experiment.hpp"

namespace kolmo::first_passage {

/// Seed and z of a run: all its checks together raise a false alarm once in a thousand runs.
Settings run_settings(const io::Configuration& configuration);

/// Ids of the checks of one part, in the order in which they are made (those of "reflected" in another).
std::vector<std::string> part_check_ids(const io::Configuration& configuration, const std::string& part);

/// One part with these settings: what the experiment's body does, open to planted errors.
std::vector<verify::Check> run_part(const io::Configuration& configuration, const std::string& part,
                                    const Settings& settings, io::Group& group, frame::Progress& progress);

frame::Experiment experiment();

}  // namespace kolmo::first_passage
