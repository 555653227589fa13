#pragma once
// The problems with a law in closed form, or one that is computed to many digits.

#include "kolmo/measure/fokker_planck/grid_problem.hpp"

namespace kolmo::measure {

/// Levels of a ladder on which steps ∝ h and ∝ h² are whole: coarsest · {1, 5/4, 3/2, 2, 5/2, 3}.
std::vector<Index> ladder(Index coarsest, Index levels);

/// How many grids ladders have.
struct GridLevels {
  Index line = 6, plane = 5, box = 5;  ///< in space
  Index joint = 5;                     ///< in space and time together, in the plane and in three dimensions
};

ProblemPtr heat_problem(const GridLevels& levels);                 ///< Brownian motion, a mixture
ProblemPtr ornstein_uhlenbeck_problem(const GridLevels& levels);   ///< N(m, s²) off the centre
ProblemPtr variance_preserving_problem(const GridLevels& levels);  ///< on its clock, a mixture
/// dX = c dt + σ dW on a circle of length 2π from a wrapped Gaussian, which travels and spreads.
ProblemPtr periodic_problem(const GridLevels& levels);
/// A linear drift with rotation in the plane; `full`: noise of a full matrix, else scalar.
ProblemPtr rotation_problem(const GridLevels& levels, bool full);
/// The same in three dimensions, rates and variances distinct.
ProblemPtr space_problem(const GridLevels& levels);

}  // namespace kolmo::measure
