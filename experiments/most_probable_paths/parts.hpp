#pragma once
// The parts of the experiment, one function each.

#include "frame/plan.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::most_probable_paths {

frame::Plan onsager_machlup_plan(Index steps);  // line_part.cpp
frame::Plan small_noise_plan(Index steps);      // small_noise_part.cpp
frame::Plan geometric_plan();                   // geometric_part.cpp
frame::Plan state_noise_plan(Index steps);      // state_noise_part.cpp
frame::Plan surface_plan();                     // surface_part.cpp
/// [problem.NAME] between analysis.from and analysis.to. Throws located.  own_paths.cpp
frame::Plan own_paths_plan(const io::Configuration& configuration, const std::string& name, Index steps);

frame::Experiment experiment();

}  // namespace kolmo::most_probable_paths
