#pragma once
// Parts whose processes are linear: means, variances and strong errors without sampling.

#include "sde_convergence/plan.hpp"

namespace kolmo::sde_convergence {

/// dX = −X dt + dW: strong errors in closed form, mean and variance; the stability limit of every scheme.
Plan ornstein_uhlenbeck_plan(const RunSettings& settings);

/// VP forward and in reverse with the exact score: mean and variance.
Plan variance_preserving_plan(const RunSettings& settings);

/// dX = μ X dt + σ X dW: strong errors and moments; judged at σ = 0.3, compared with the reference at σ =
/// 0.8.
Plan geometric_brownian_motion_plan(const RunSettings& settings);

}  // namespace kolmo::sde_convergence
