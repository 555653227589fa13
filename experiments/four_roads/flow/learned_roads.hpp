#pragma once
// The way back by a learned score: forward marginals are exact, and what the score's own error may do to the
// law is known (Girsanov).

#include <string>
#include <vector>

#include "four_roads/roads.hpp"

namespace kolmo::four_roads {

/// What is said of a learned score at the times of the roads that go by it, the last of the problem left out.
struct LearnedFinding {
  Eigen::ArrayXd absolute, relative;  ///< E|s_θ − s|² of X_t, and the same over E|s|²
  /// ½∫g² E|s_θ − s|² from the last time down to each, and with z standard errors added: a bound of KL(p ‖
  /// q), q the law of the reverse SDE.
  Eigen::ArrayXd girsanov, girsanov_bound;
  std::vector<verify::DistanceEntry> distances;  ///< of both roads from the exact law
  std::vector<verify::Check> checks;
};

/// Reverse SDE (by reverse.scheme where it is a sampler, else ancestral) and reverse flow (by
/// reverse.flow_scheme where it is one, else dpmpp_2m) with the learned score, from the exact law at the last
/// time to the least noise that the model knows.
RoadOutput learned_sde_road(const RoadContext& context);
RoadOutput learned_flow_road(const RoadContext& context);

/// Of the roads that went. A check for each law and time: the Kolmogorov–Smirnov distance from the exact law
/// is at most what noise and steps make, and √(K/2), K Girsanov's bound (Pinsker's inequality: no probability
/// is further off). Of the flow, which has a bound of its own only where its score is s_θ, twice K is
/// allowed, and what is beyond is unresolved, not failed.
LearnedFinding judge_learned(const RoadContext& context, const std::vector<RoadOutput>& roads);

/// Ids of these checks; none where no model is given.
std::vector<std::string> learned_comparison_ids(const Problem& problem);

}  // namespace kolmo::four_roads
