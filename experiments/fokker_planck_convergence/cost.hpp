#pragma once
// What a step costs.

#include "fokker_planck_convergence/grid_orders.hpp"

namespace kolmo::fokker_planck_convergence {

/// A table of solves (products with L for exponentials: as claimed) a step, and the seconds of 64 steps on
/// `cells` cells an axis, preparation apart, by the fitted flux.
void add_cost(const ProblemPtr& problem, Index cells, Plan& plan);

}  // namespace kolmo::fokker_planck_convergence
