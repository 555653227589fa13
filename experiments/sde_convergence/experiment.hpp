#pragma once
// sde_convergence as an experiment of the frame.

#include "sde_convergence/plan.hpp"

namespace kolmo::sde_convergence {

/// The problems that a resolved configuration asks for, in order. Throws io::ConfigurationError.
std::vector<frame::Part> parts(const io::Configuration& configuration);

frame::Experiment experiment();

}  // namespace kolmo::sde_convergence
