#pragma once
// Tasks in parallel where there is enough to do.

#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::transport {

/// for_each_task where the tasks together take more than some fifty microseconds (work: exponentials or
/// products in all), else one after the other: waking threads for less costs more than it gains, on a busy
/// machine thousands of times more. The numbers are the same.
template <class Body>
void for_each_worthwhile_task(Index tasks, double work, const Body& body) {
  if (work > 2e5) return for_each_task(tasks, body);
  for (Index i = 0; i < tasks; ++i) body(i);
}

}  // namespace kolmo::transport
