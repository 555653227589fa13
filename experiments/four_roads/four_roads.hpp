#pragma once
// One process along every road that applies, and the certificate that they agree.

#include <optional>
#include <string>
#include <vector>

#include "four_roads/comparison/comparisons.hpp"
#include "four_roads/flow/learned_roads.hpp"
#include "four_roads/missing_road.hpp"
#include "four_roads/roads.hpp"

namespace kolmo::four_roads {

struct ProblemResult {
  std::vector<RoadOutput> roads;     ///< in the order in which they were run
  std::vector<MissingRoad> missing;  ///< those that were asked for and could not go
  verify::Certificate certificate;
  std::string rests_on;  ///< on which roads the certificate rests, in words
  verify::Effects effects;
  std::optional<LearnedFinding> learned;  ///< where the problem has a learned score
  std::vector<verify::Check> checks;      ///< all of them: the certificate's, references, orders, laws
};

/// Runs every enabled road of a problem and compares those that could go; the others are in `missing`.
/// Planted errors of the settings sit in one road each. Throws NumericalFailure where no road could go.
ProblemResult run_problem(const Problem& problem, const RunSettings& settings, frame::Progress& progress);

}  // namespace kolmo::four_roads
