#pragma once
// Roads against the reference values that are known for their problem.

#include "four_roads/four_roads.hpp"

namespace kolmo::four_roads {

/// Adds the checks of every road against reference_moments; the way back stands against the exact road.
void compare_references(const RoadContext& context, ProblemResult& result);

}  // namespace kolmo::four_roads
