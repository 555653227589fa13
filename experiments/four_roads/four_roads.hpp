#pragma once
// One process along every road that applies, and the certificate that they agree.

#include <string>
#include <vector>

#include "four_roads/missing_road.hpp"
#include "four_roads/roads.hpp"

namespace kolmo::four_roads {

struct ProblemResult {
  std::vector<RoadOutput> roads;     ///< in the order in which they were run
  std::vector<MissingRoad> missing;  ///< those that were asked for and could not go
  verify::Certificate certificate;
  std::string rests_on;  ///< on which roads the certificate rests, in words
  verify::Effects effects;
  std::vector<verify::Check> checks;  ///< all of them: the certificate's, references, orders, laws
};

/// Runs every enabled road of a problem and compares those that could go; the others are in `missing`.
/// Planted errors of the settings sit in one road each. Throws NumericalFailure where no road could go.
ProblemResult run_problem(const Problem& problem, const RunSettings& settings, frame::Progress& progress);

/// The pairs of roads that a problem's certificate compares; reverse roads stand against the exact marginals
/// alone.
std::vector<std::pair<std::string, std::string>> road_pairs(const Problem& problem);

/// Whether any road is enabled, the exact one aside.
bool has_road(const Problem& problem);

/// Ids of the comparisons that run_problem will make, with the dependent pairs' and the references'.
std::vector<std::string> comparison_ids(const Problem& problem);

/// How many orders of roads of samples may at most be judged. Each comparison and each of these may turn the
/// exit status by noise: together they are what the false-alarm rate is shared between.
std::size_t noisy_order_checks(const Problem& problem);

}  // namespace kolmo::four_roads
