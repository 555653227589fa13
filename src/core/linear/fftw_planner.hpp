#pragma once
// The lock of FFTW's planner, which is not thread-safe; executing plans is.

#include <mutex>

namespace kolmo {

inline std::mutex& fftw_planner() {
  static std::mutex mutex;
  return mutex;
}

}  // namespace kolmo
