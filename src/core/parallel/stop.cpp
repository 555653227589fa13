#include "kolmo/core/parallel/stop.hpp"

#include <atomic>

namespace kolmo {
namespace {

std::atomic<bool> stop{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

}  // namespace

void request_stop() noexcept { stop.store(true, std::memory_order_relaxed); }

bool stop_requested() noexcept { return stop.load(std::memory_order_relaxed); }

void throw_if_stopped() {
  if (stop_requested()) throw Stopped();
}

void clear_stop() noexcept { stop.store(false, std::memory_order_relaxed); }

}  // namespace kolmo
