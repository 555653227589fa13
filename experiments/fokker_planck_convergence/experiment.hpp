#pragma once
// fokker_planck_convergence as an experiment of the frame.

#include "fokker_planck_convergence/plan.hpp"
#include "frame/experiment.hpp"

namespace kolmo::fokker_planck_convergence {

/// The problems of a resolved configuration, in order. Throws io::ConfigurationError.
std::vector<std::string> problem_names(const io::Configuration& configuration);

/// The sizes of a run.
RunSettings run_settings(const io::Configuration& configuration);

/// What one problem asks for. InvalidArgument for a name that problem_names does not know.
Plan plan_of(const std::string& problem, const RunSettings& settings);

frame::Experiment experiment();

}  // namespace kolmo::fokker_planck_convergence
