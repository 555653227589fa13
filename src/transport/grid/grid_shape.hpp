#pragma once
// A grid of one, two or three axes as one of three.

#include <array>

#include "kolmo/core/grid.hpp"

namespace kolmo::transport {

using Triple = std::array<Index, 3>;

/// Cells along each axis, 1 along those that are not there.
inline Triple cells_of(const Grid& grid) {
  Triple n{1, 1, 1};
  for (Index k = 0; k < grid.dimension(); ++k) n[static_cast<std::size_t>(k)] = grid.axis(k).cells;
  return n;
}

/// Corners along each axis, 1 along those that are not there.
inline Triple corners_of(const Grid& grid) {
  Triple n{1, 1, 1};
  for (Index k = 0; k < grid.dimension(); ++k) n[static_cast<std::size_t>(k)] = grid.axis(k).cells + 1;
  return n;
}

}  // namespace kolmo::transport
