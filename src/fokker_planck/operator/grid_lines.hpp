#pragma once
// The lines of a grid along its axes.

#include "kolmo/core/grid.hpp"

namespace kolmo::fokker_planck {

/// How far neighbours along `axis` lie apart in memory.
inline Index stride_along(const Grid& grid, Index axis) {
  Index stride = 1;
  for (Index k = 0; k < axis; ++k) stride *= grid.axis(k).cells;
  return stride;
}

inline Index lines_along(const Grid& grid, Index axis) { return grid.cells() / grid.axis(axis).cells; }

/// The first cell of a line: `line` counts the cells of the other axes, the lower of which runs fastest.
inline Index first_cell(const Grid& grid, Index axis, Index line) {
  const Index stride = stride_along(grid, axis);
  return line % stride + line / stride * stride * grid.axis(axis).cells;
}

}  // namespace kolmo::fokker_planck
