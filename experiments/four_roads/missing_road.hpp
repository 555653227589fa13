#pragma once
// A road that was asked for and could not go: why, and what would let it.

#include <exception>
#include <string>

#include "four_roads/problem/problem.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::four_roads {

struct MissingRoad {
  std::string road;
  std::string reason;  ///< what happened, where and when
  std::string key;     ///< the key to change, from the problem's table on ("sde.steps")
  std::string value;   ///< a value of it that would do better, as TOML
};

/// What to change so that the road goes: more steps, cells or tolerance than it had.
MissingRoad missing_road(const Problem& problem, const std::string& road, const std::string& reason);

/// Flow and JKO steps in the plane that nobody asked for (ode.enabled, jko.enabled) are a road more where
/// they go: a law with tails too steep for them has its certificate without them.
bool is_needed(const Problem& problem, const MissingRoad& missing);

/// <problem>/<road>/went: unresolved, with the reason and the advice as its note.
verify::Check check_of(const Problem& problem, const MissingRoad& missing);

}  // namespace kolmo::four_roads
