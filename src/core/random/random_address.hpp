#pragma once
// Where the numbers of one column start.

#include <cstdint>

namespace kolmo {

/// Philox's key and counter of a column's first group; the counter's first word counts on from `counter`.
struct RandomAddress {
  std::uint64_t seed;
  std::uint64_t counter;  ///< 8 · (first particle / 16)
  std::uint32_t step, purpose, draw;
};

}  // namespace kolmo
