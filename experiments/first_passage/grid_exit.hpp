#pragma once
// The law of an exit time from the Fokker–Planck equation.

#include "first_passage/exit_problem.hpp"

namespace kolmo::first_passage {

/// P(exit by times[i]) through the lower and the upper wall.
struct GridExit {
  std::vector<double> times;
  Eigen::ArrayXd lower, upper;
  double error_bound;  ///< of either: what half the cells with steps twice as long change: about three times
                       ///< the error
  double mass_defect;  ///< |what left + what is inside − 1| at the last time
  double far_side;     ///< where a side that no path leaves through was put; NaN where both are walls
  Eigen::ArrayXd exits() const { return lower + upper; }
};

/// The outflow of the grid road: scharfetter_gummel and tr_bdf2 on 2048 cells between the walls, which
/// absorb, from a point (its two nearest cells, so that the mean is exact), at equidistant times from 0 on.
/// In place of an infinite side stands a closed one where the stationary density has fallen to 1e−16 of its
/// largest value; InvalidArgument where it does not within 1000 times the way from the start to the wall.
GridExit grid_exit(const ExitProblem& problem, const std::vector<double>& times);

}  // namespace kolmo::first_passage
