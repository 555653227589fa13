#pragma once
// The law that a linear process comes to.

#include "four_roads/problem/problem.hpp"
#include "kolmo/problem/problem.hpp"

namespace kolmo::four_roads {

/// The Gaussian of a linear process dX = (A X + b) dt + G dW with constant coefficients: mean −A⁻¹ b and
/// covariance C, A C + C Aᵀ + G Gᵀ = 0. Null where the process is not linear or does not come to one (an
/// eigenvalue of A whose real part is not negative, a side).
MixturePtr linear_stationary_law(const problem::Problem& stated, const Problem& problem);

}  // namespace kolmo::four_roads
