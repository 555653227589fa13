#pragma once
// multilevel as an experiment of the frame.

#include "frame/experiment.hpp"
#include "multilevel/settings.hpp"

namespace kolmo::multilevel {

/// Ids of the checks of a part.
std::vector<std::string> check_ids(const Settings& settings, const std::string& part);

/// Settings with z for all checks of the run.
Settings run_settings(const io::Configuration& configuration);

/// Computes one part: numbers into `group`, checks returned.
std::vector<verify::Check> run_part(const Settings& settings, const std::string& part, io::Group& group,
                                    frame::Progress& progress);

/// The same of any part, problems ([problem.NAME]) included.
std::vector<std::string> part_check_ids(const io::Configuration& configuration, const Settings& settings,
                                        const std::string& part);
std::vector<verify::Check> run_part(const io::Configuration& configuration, const Settings& settings,
                                    const std::string& part, io::Group& group, frame::Progress& progress);

frame::Experiment experiment();

}  // namespace kolmo::multilevel
