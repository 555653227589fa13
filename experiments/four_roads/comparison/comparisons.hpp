#pragma once
// Which roads of a problem are compared, and in what: known before any of them is run.

#include <string>
#include <utility>
#include <vector>

#include "four_roads/problem/problem.hpp"

namespace kolmo::four_roads {

/// Whether a road leads back, from the last time to 0.
bool is_reverse(const std::string& road);

/// Whether any road is enabled, the exact one aside.
bool has_road(const Problem& problem);

/// The pairs of roads that a problem's certificate compares; reverse roads stand against the exact marginals
/// alone.
std::vector<std::pair<std::string, std::string>> road_pairs(const Problem& problem);

/// Ids of the comparisons that run_problem will make, with the dependent pairs' and the references'.
std::vector<std::string> comparison_ids(const Problem& problem);

/// How many orders of roads of samples may at most be judged. Each comparison and each of these may turn the
/// exit status by noise: together they are what the false-alarm rate is shared between.
std::size_t noisy_order_checks(const Problem& problem);

}  // namespace kolmo::four_roads
