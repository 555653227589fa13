#pragma once
// Orders of a problem's discretisations and steppers.

#include "fokker_planck_convergence/plan.hpp"
#include "kolmo/measure/fokker_planck/grid_orders.hpp"
#include "kolmo/measure/fokker_planck/stepper_list.hpp"

namespace kolmo::fokker_planck_convergence {

using measure::GridProblem;
using measure::ProblemPtr;

/// All of these for every discretisation × stepper that takes the problem; that the others refuse it; that
/// the first grid's cell Péclet number is at most 1. Where there are several axes a discretisation that makes
/// the same matrix as an earlier one is checked to do so and not marched again.
void add_orders(const ProblemPtr& problem, Index finest_steps, Plan& plan);

}  // namespace kolmo::fokker_planck_convergence
