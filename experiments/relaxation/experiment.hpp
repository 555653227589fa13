#pragma once
// relaxation as an experiment of the frame.

#include "frame/experiment.hpp"
#include "relaxation/settings.hpp"

namespace kolmo::relaxation {

/// Ids of the checks of one part.
std::vector<std::string> part_check_ids(const io::Configuration& configuration, const std::string& part);

/// One part: what the experiment's body does, open to planted errors.
std::vector<verify::Check> run_part(const io::Configuration& configuration, const std::string& part,
                                    const Settings& settings, io::Group& group);

frame::Experiment experiment();

}  // namespace kolmo::relaxation
