#include "kolmo/core/parallel/parallel.hpp"

#include <omp.h>

#include <algorithm>
#include <exception>
#include <mutex>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/parallel/uneven.hpp"

namespace kolmo {
namespace {

int& thread_count() {
  static int count = std::max(1, omp_get_max_threads());
  return count;
}

/// Keeps the exception of the lowest index.
class FirstException {
 public:
  void keep(Index index) {
    const std::lock_guard lock(mutex_);
    if (!exception_ || index < index_) {
      index_ = index;
      exception_ = std::current_exception();
    }
  }
  void rethrow() const {
    if (exception_) std::rethrow_exception(exception_);
  }

 private:
  std::mutex mutex_;
  Index index_ = 0;
  std::exception_ptr exception_;
};

void attempt(Index i, const std::function<void(Index)>& body, FirstException& first_exception) {
  try {
    throw_if_stopped();
    body(i);
  } catch (...) {
    first_exception.keep(i);
  }
}

void run_block(Index block, Index n, const std::function<void(Index, Index, Index)>& body) {
  const Index first = block * block_rows;
  body(block, first, std::min(block_rows, n - first));
}

}  // namespace

void set_threads(int threads) {
  require(threads >= 1, "threads", threads, "must be at least 1");
  thread_count() = threads;
}

int threads() { return thread_count(); }

void for_each_task(Index n, const std::function<void(Index)>& body) {
  FirstException first_exception;
#pragma omp parallel for schedule(static) num_threads(thread_count()) if (n > 1 && !omp_in_parallel())
  for (Index i = 0; i < n; ++i) attempt(i, body, first_exception);
  first_exception.rethrow();
}

void for_each_block(Index n, const std::function<void(Index, Index, Index)>& body) {
  for_each_task(block_count(n), [&](Index block) { run_block(block, n, body); });
}

void for_each_uneven_block(Index n, const std::function<void(Index, Index, Index)>& body) {
  FirstException first_exception;
  const std::function<void(Index)> one = [&](Index block) { run_block(block, n, body); };
  const Index blocks = block_count(n);
#pragma omp parallel for schedule(dynamic) num_threads(thread_count()) if (blocks > 1 && !omp_in_parallel())
  for (Index block = 0; block < blocks; ++block) attempt(block, one, first_exception);
  first_exception.rethrow();
}

}  // namespace kolmo
