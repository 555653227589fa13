#pragma once
// Parts on the line: explicit solutions, the double well, and a drift that grows faster than linearly.

#include "sde_convergence/plan.hpp"

namespace kolmo::sde_convergence {

/// Strong orders against the exact solution along the path.
Plan tanh_plan(const RunSettings& settings);
Plan sinh_plan(const RunSettings& settings);

/// dX = −4X(X² − 1) dt + √(2T) dW with h ≤ 2⁻⁵: weak orders of E X² and E cos X, and reference moments.
Plan double_well_plan(const RunSettings& settings);

/// dX = −X³ dt + √2 dW: strong orders of the schemes that hold their paths, divergence of the others.
Plan cubic_plan(const RunSettings& settings);

}  // namespace kolmo::sde_convergence
