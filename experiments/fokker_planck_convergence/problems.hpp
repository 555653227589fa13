#pragma once
// The problems with a law in closed form, or one that is computed to many digits.

#include "fokker_planck_convergence/orders.hpp"

namespace kolmo::fokker_planck_convergence {

/// Levels of a ladder on which steps ∝ h and ∝ h² are whole: coarsest · {1, 5/4, 3/2, 2, 5/2, 3}.
std::vector<Index> ladder(Index coarsest, Index levels);

ProblemPtr heat_problem(const RunSettings& settings);                 ///< Brownian motion, a mixture
ProblemPtr ornstein_uhlenbeck_problem(const RunSettings& settings);   ///< N(m, s²) off the centre
ProblemPtr variance_preserving_problem(const RunSettings& settings);  ///< on its clock, a mixture
/// dX = c dt + σ dW on a circle of length 2π from a wrapped Gaussian, which travels and spreads.
ProblemPtr periodic_problem(const RunSettings& settings);
/// A linear drift with rotation in the plane; `full`: noise of a full matrix, else scalar.
ProblemPtr rotation_problem(const RunSettings& settings, bool full);
/// The same in three dimensions, rates and variances distinct.
ProblemPtr space_problem(const RunSettings& settings);

/// The wrapped Gaussian Σ_k N(x + 2πk; mean, variance), |k| ≤ 8 about the turn of the mean.
double wrapped_gaussian(double x, double mean, double variance);

}  // namespace kolmo::fokker_planck_convergence
