#pragma once
// Numbers of steps at which an order is measured.

#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::measure {

/// coarsest · 2^{k/n}, rounded, up to `finest`, n a doubling: as many as the interval of a fit without noise
/// needs.
std::vector<Index> step_ladder(Index coarsest, Index finest, int a_doubling = 2);

}  // namespace kolmo::measure
