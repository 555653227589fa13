#pragma once
// An exit problem at every step size.

#include <cstdint>
#include <string>
#include <vector>

#include "first_passage/exit_problem.hpp"
#include "first_passage/settings.hpp"
#include "frame/run/progress.hpp"

namespace kolmo::first_passage {

/// Mean exit times of one treatment of the walls, one entry a step size.
struct Treatment {
  std::string name;               ///< of the correction
  std::vector<Estimate> plain;    ///< means of the exit times alone
  std::vector<Estimate> reduced;  ///< the same means with the control variate
};

/// All step sizes of a problem, largest first; the paths of different ones are independent.
struct Ladder {
  std::vector<double> h;
  Treatment none, midpoint, sampled;
  std::vector<Estimate> removed;  ///< none less sampled, of the same paths
  /// Exit times at the largest and at the smallest step.
  std::vector<double> sampled_coarsest, sampled_finest, none_coarsest;
  /// Of the sampled ones: −1 lower, 1 upper.
  std::vector<std::int8_t> sides_coarsest, sides_finest;
  Index row_steps = 0;
};

/// One run a step size gives all three: bridges decide who leaves and when, and the path is followed until it
/// is seen beyond a wall.
Ladder run_ladder(const ExitProblem& problem, const Settings& settings, frame::Progress& progress);

}  // namespace kolmo::first_passage
