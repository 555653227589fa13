#pragma once
// fokker_planck_convergence as an experiment of the frame.

#include "fokker_planck_convergence/plan.hpp"

namespace kolmo::fokker_planck_convergence {

/// The problems that a resolved configuration asks for, in order. Throws io::ConfigurationError.
std::vector<frame::Part> parts(const io::Configuration& configuration);

frame::Experiment experiment();

}  // namespace kolmo::fokker_planck_convergence
