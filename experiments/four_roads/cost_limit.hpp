#pragma once
// What a road says that stopped before it was as fine as accuracy.target asks.

#include <string>

#include "four_roads/roads.hpp"

namespace kolmo::four_roads {

/// One refinement of a road ("step", "grid", "grid_step") and the key that makes it finer.
struct Fineness {
  std::string refinement;
  std::string key;       ///< "fokker_planck.cells"; in four_roads' own words, below problem.NAME
  Index count = 0;       ///< how many the road had
  double order = 2;      ///< at which its errors fall
  bool chosen = true;    ///< left open by the configuration
  std::string off = {};  ///< where no number would do (key is empty): what switches the road off
};

/// Where the budget of a refinement that the road chose itself is above target · spread, the road's cost
/// limit came first: comparisons that rest on a budget above target · spread for each refinement (and once
/// more for the noise of a road of samples) are unresolved (verify::RoadResult), with the key and a number
/// that would do; where that is over 64 times as many, a larger target. Numbers of the configuration stand as
/// given: what they leave is said in `resolution`, and decides nothing by itself.
void say_cost_limit(const Problem& problem, const std::string& road, const std::vector<Fineness>& finenesses,
                    RoadOutput& output);

}  // namespace kolmo::four_roads
