#pragma once
// From the levels of a road without noise (grid, JKO) to what it reports.

#include <map>
#include <string>
#include <vector>

#include "four_roads/roads.hpp"

namespace kolmo::four_roads {

/// One time of one run.
struct DeterministicSnapshot {
  std::map<std::string, double> quantities;
  std::map<std::string, Law1D> laws;
};

/// Runs that differ in one refinement by factors of two: levels[0] is the finest, level[level][snapshot].
struct DeterministicRefinement {
  std::string name;  ///< "step" or "grid"
  double order = 1;  ///< claimed
  std::vector<const std::vector<DeterministicSnapshot>*> levels;
};

/// Appends one snapshot a time of `output.result` (name and times are set): the finest run's quantities and
/// laws, with a budget from every refinement; in 1-D also the pictures. `statistical` as in grid_road.
void summarise_deterministic(const RoadContext& context,
                             const std::vector<DeterministicRefinement>& refinements,
                             const verify::RoadResult* statistical, RoadOutput& output);

}  // namespace kolmo::four_roads
