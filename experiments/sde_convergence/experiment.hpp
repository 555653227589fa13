#pragma once
// sde_convergence as an experiment of the frame.

#include "frame/experiment.hpp"
#include "sde_convergence/plan.hpp"

namespace kolmo::sde_convergence {

/// The problems of a resolved configuration, in order. Throws io::ConfigurationError.
std::vector<std::string> problem_names(const io::Configuration& configuration);

/// The sizes of a run. Throws io::ConfigurationError where they do not fit together.
RunSettings run_settings(const io::Configuration& configuration);

/// What one problem asks for. InvalidArgument for a name that problem_names does not know.
Plan plan_of(const std::string& problem, const RunSettings& settings);

frame::Experiment experiment();

}  // namespace kolmo::sde_convergence
