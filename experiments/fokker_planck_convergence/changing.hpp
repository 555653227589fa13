#pragma once
// Generators that change in time.

#include "fokker_planck_convergence/orders.hpp"

namespace kolmo::fokker_planck_convergence {

/// own_time_study and changing_study of every discretisation with every stepper.
void add_changing(Index finest_steps, Plan& plan);

}  // namespace kolmo::fokker_planck_convergence
