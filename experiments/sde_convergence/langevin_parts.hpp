#pragma once
// Langevin dynamics: orders of the stationary law, and the splittings of underdamped dynamics.

#include "sde_convergence/plan.hpp"

namespace kolmo::sde_convergence {

/// Overdamped, on the circle: the stationary law of every scheme that claims an order for it, and weak orders
/// of those that no other part can step.
Plan overdamped_plan(const RunSettings& settings);

/// Underdamped: schemes for such dynamics alone. On the circle strong, weak, stationary and noise-free orders
/// and one-step moments; in a harmonic well the closed forms of the stationary moments, and the stability
/// limit.
Plan underdamped_plan(const RunSettings& settings);

}  // namespace kolmo::sde_convergence
