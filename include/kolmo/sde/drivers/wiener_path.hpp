#pragma once
// The Brownian path that drives a particle of `simulate`.

#include "kolmo/sde/drivers/simulate.hpp"

namespace kolmo::sde {

/// W of one particle at every grid time of the schedule, (total_steps + 1)×m, W = 0 at times.front(): what an
/// exact solution X = F(t, W_t) needs beside the scheme's. All levels are driven by it. It is made anew from
/// the stream's numbers, ΔW = √h z; of adaptive paths it is AdaptiveSimulation::tree(k).wiener.
///
/// InvalidArgument unless the schedule is valid, 0 ≤ particle < particles, the scheme can step the process,
/// and its steps see ΔW: those that see only ∫g(s) dW of a g that changes in time, or an Ornstein–Uhlenbeck
/// integral (baoab), leave W open.
Points wiener_path(const Simulation& simulation, Index particle);

}  // namespace kolmo::sde
