#pragma once
// A problem's result as a group of the result file.

#include "four_roads/four_roads.hpp"
#include "kolmo/io/group.hpp"

namespace kolmo::four_roads {

/// Writes marginals, distances, ensembles, levels and facts of every road; the frame adds the checks.
void write_result(const Problem& problem, const ProblemResult& result, io::Group& group);

}  // namespace kolmo::four_roads
