#pragma once
// What a step costs in seconds.

#include "frame/run/progress.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde_convergence {

/// The seconds that `paths` paths of 64 steps from 0.5 take on one process, all threads at work.
frame::Timing time_steps(const sde::SdeScheme& scheme, const process::Process& process, Index paths);

}  // namespace kolmo::sde_convergence
