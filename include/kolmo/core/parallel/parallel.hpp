#pragma once
// The loop over blocks: the only place where Kolmo starts threads.

#include <functional>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo {

/// Number of threads that parallel loops use (at least 1). Results never depend on it.
void set_threads(int threads);
int threads();

/// Number of blocks of `block_rows` rows that hold n rows.
inline Index block_count(Index n) { return (n + block_rows - 1) / block_rows; }

/// body(block, first, rows) for every block of n rows, in parallel with a static schedule. If blocks throw,
/// the exception of the lowest one is rethrown after the loop, so that errors do not depend on threads
/// either. `body` must write only to what belongs to its block.
void for_each_block(Index n, const std::function<void(Index block, Index first, Index rows)>& body);

/// body(i) for i in [0, n), in parallel (static schedule, exceptions as above): for independent tasks. Before
/// every task a requested stop (stop.hpp) is noticed and thrown as Stopped.
void for_each_task(Index n, const std::function<void(Index i)>& body);

}  // namespace kolmo
