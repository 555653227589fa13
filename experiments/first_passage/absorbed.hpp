#pragma once
// Paths that end at a wall.

#include <string>
#include <vector>

#include "first_passage/settings.hpp"
#include "frame/run/progress.hpp"
#include "kolmo/io/group.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::first_passage {

struct AbsorbedProblem {
  Index paths;
  int coarsest, finest;  ///< h = 2^−k
  std::vector<double> times;
};

std::vector<std::string> absorbed_check_ids(const AbsorbedProblem& problem);

/// Survival of Brownian motion from 0 between absorbing walls at ±1, by the ensemble driver. With bridges:
/// exact at every step size. Without: too large by 0.5826√h ∂S/∂b + O(h), ∂S/∂b = 2 t p(t) by scaling, p the
/// density of the exit time.
std::vector<verify::Check> absorbed_part(const AbsorbedProblem& problem, const Settings& settings,
                                         io::Group& group, frame::Progress& progress);

}  // namespace kolmo::first_passage
