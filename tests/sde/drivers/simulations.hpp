#pragma once
// What the tests of simulations share.

#include <cstring>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/schedule.hpp"

namespace kolmo::sde::test {

inline const Schedule two_intervals{{0.0, 0.4, 1.0}, {8, 12}};

inline bool same_bits(const Points& a, const Points& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() &&
         std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(double)) == 0;
}

/// Restores the number of threads.
struct Threads {
  explicit Threads(int count) { set_threads(count); }
  ~Threads() { set_threads(before); }
  int before = threads();
};

}  // namespace kolmo::sde::test
