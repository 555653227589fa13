#include "kolmo/measure/ode/step_ladder.hpp"

#include <cmath>

namespace kolmo::measure {

std::vector<Index> step_ladder(Index coarsest, Index finest, int a_doubling) {
  std::vector<Index> steps;
  for (int k = 0;; ++k) {
    const auto next = static_cast<Index>(
        std::lround(static_cast<double>(coarsest) * std::exp2(k / static_cast<double>(a_doubling))));
    if (next > finest) return steps;
    steps.push_back(next);
  }
}

}  // namespace kolmo::measure
