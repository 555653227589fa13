#pragma once
// Generators that change in time.

#include "fokker_planck_convergence/grid_orders.hpp"

namespace kolmo::fokker_planck_convergence {

/// own_time_study and changing_study of every discretisation with every stepper, of those after the first
/// with at most `steppers` of them.
void add_time_dependent(Index steppers, Index finest_steps, Plan& plan);

}  // namespace kolmo::fokker_planck_convergence
