#pragma once
// The numbers and laws of a density on a grid, as the roads compare them.

#include "four_roads/deterministic_levels.hpp"
#include "four_roads/problem/problem.hpp"

namespace kolmo::four_roads {

/// Of a density p ≥ 0 at clock time τ. Where sides absorb, p's mass is the survival probability, and all else
/// is that of p divided by it: the law of those that go on.
DeterministicSnapshot grid_snapshot(const Problem& problem, const Grid& grid, const Eigen::ArrayXd& p,
                                    double tau);

}  // namespace kolmo::four_roads
