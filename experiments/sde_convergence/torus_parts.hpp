#pragma once
// Parts whose processes are periodic, nonlinear, non-autonomous and globally Lipschitz.

#include "sde_convergence/plan.hpp"

namespace kolmo::sde_convergence {

/// Strong orders against a finer path and weak orders without sampling, of every scheme that can step the
/// process and claims them; one-step moments; in one dimension also projections, and work against error.
Plan additive_plan(const RunSettings& settings);
Plan additive_matrix_plan(const RunSettings& settings);
Plan diagonal_plan(const RunSettings& settings);
Plan diagonal_plane_plan(const RunSettings& settings);
Plan commutative_plan(const RunSettings& settings);
Plan non_commutative_plan(const RunSettings& settings);

/// Orders without noise.
Plan deterministic_plan(const RunSettings& settings);

}  // namespace kolmo::sde_convergence
