#pragma once
// Where a gradient flow comes to rest, and whether its free energy falls on the way.

#include "fokker_planck_convergence/grid_orders.hpp"

namespace kolmo::fokker_planck_convergence {

/// For a gradient flow: the generator's stationary density against e^{−V/T} (within rounding where the
/// discretisation keeps it, else in the order it claims); that every stepper leaves the stationary density
/// where it is; the largest Δt up to which p ≥ 0 and the free energy falls, a table, and that there is none
/// where both are proved.
void add_rest(const ProblemPtr& problem, Plan& plan);

}  // namespace kolmo::fokker_planck_convergence
