#pragma once
// A configuration of four_roads at quick scale.

#include <string>
#include <vector>

#include "experiments/under_test.hpp"
#include "four_roads/experiment.hpp"

namespace kolmo::four_roads {

inline io::Configuration configured(const std::vector<std::string>& sets) {
  return frame::test::configured(experiment(), sets, "quick");
}

}  // namespace kolmo::four_roads
