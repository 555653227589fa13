#pragma once
// The loop over blocks whose costs differ.

#include <functional>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo {

/// for_each_block (parallel.hpp), but whichever thread is free takes the next block: for blocks of different
/// costs, as those of adaptive steps are, and where another program takes a core for a while. What is
/// computed is the same.
void for_each_uneven_block(Index n, const std::function<void(Index block, Index first, Index rows)>& body);

}  // namespace kolmo
