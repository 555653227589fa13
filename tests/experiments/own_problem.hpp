#pragma once
// A problem of a configuration's own, [problem.p], alone.

#include <string>
#include <vector>

#include "experiments/under_test.hpp"

namespace kolmo::frame::test {

using Sets = std::vector<std::string>;

/// What the program would resolve where `keys` stand in [problem.p], beside what `sets` says.
inline io::Configuration configured_problem(const Experiment& experiment, const Sets& keys,
                                            const std::string& scale, Sets sets = {}) {
  sets.emplace_back("run.problems=[\"p\"]");
  for (const std::string& key : keys) sets.push_back("problem.p." + key);
  return configured(experiment, sets, scale);
}

inline Sets with(Sets keys, const Sets& more) {
  keys.insert(keys.end(), more.begin(), more.end());
  return keys;
}

}  // namespace kolmo::frame::test
