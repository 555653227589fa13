#pragma once
// Orders of a problem's discretisations and steppers.

#include "fokker_planck_convergence/plan.hpp"
#include "kolmo/fokker_planck/time/time_stepper.hpp"
#include "kolmo/measure/fokker_planck/grid_orders.hpp"

namespace kolmo::fokker_planck_convergence {

using measure::GridProblem;
using measure::ProblemPtr;

/// All of these for every discretisation × stepper that takes the problem, of discretisations after the first
/// with at most `steppers` of them (one order in time says nothing new of another discretisation); that the
/// others refuse it; that the first grid's cell Péclet number is at most 1. Where there are several axes a
/// discretisation that makes the same matrix as an earlier one is checked to do so and not marched again.
void add_orders(const ProblemPtr& problem, Index steppers, Index finest_steps, Plan& plan);

}  // namespace kolmo::fokker_planck_convergence
