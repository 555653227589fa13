#pragma once
// Every line of a grid along one axis, as contiguous numbers.

#include <algorithm>

#include "kolmo/core/grid.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::transport {

/// Lines that are copied together where the axis is not contiguous: two cache lines of neighbours.
inline constexpr Index line_tile = 16;
/// Numbers between copied lines: lines whose length is a power of two would all fall upon the same places of
/// the cache.
inline constexpr Index line_gap = 8;

/// to ← body(from) for every line along `axis`: body(workspace, const double* line, double* out), the line of
/// `axis.cells` numbers; `from` may be `to`. `make()` gives a workspace to each tile of lines. In parallel.
template <class Make, class Body>
void for_each_line(const Grid& grid, Index axis, const double* from, double* to, const Make& make,
                   const Body& body) {
  const Index n = grid.axis(axis).cells, lines = grid.cells() / n;
  Index stride = 1;
  for (Index a = 0; a < axis; ++a) stride *= grid.axis(a).cells;
  const Index across = stride == 1 ? lines : stride;  // lines that lie beside each other
  const Index tiles = (across + line_tile - 1) / line_tile;
  for_each_task(tiles * (lines / across), [&](Index task) {
    auto workspace = make();
    const Index first = task % tiles * line_tile, count = std::min(line_tile, across - first);
    if (stride == 1) {
      for (Index l = first; l < first + count; ++l) body(workspace, from + l * n, to + l * n);
      return;
    }
    const Index corner = task / tiles * stride * n + first;
    Eigen::ArrayXXd in(n + line_gap, count), out(n + line_gap, count);
    for (Index j = 0; j < n; ++j)
      for (Index l = 0; l < count; ++l) in(j, l) = from[corner + j * stride + l];
    for (Index l = 0; l < count; ++l) body(workspace, &in(0, l), &out(0, l));
    for (Index j = 0; j < n; ++j)
      for (Index l = 0; l < count; ++l) to[corner + j * stride + l] = out(j, l);
  });
}

}  // namespace kolmo::transport
