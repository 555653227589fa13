#pragma once
// A generator as the rates of a Markov chain between cells.

#include "grid_lines.hpp"
#include "kolmo/fokker_planck/generator.hpp"

namespace kolmo::fokker_planck {

/// between(i, j, up, down) for every face: up leads from cell i to cell j, down back.
template <class Visit>
void for_each_face(const Generator& generator, Visit between) {
  const Grid& grid = generator.grid();
  for (Index k = 0; k < grid.dimension(); ++k) {
    const FaceRates& r = generator.rates(k);
    const Index n = grid.axis(k).cells, stride = stride_along(grid, k);
    for (Index line = 0; line < lines_along(grid, k); ++line) {
      const Index column = r.shared() ? 0 : line, first = first_cell(grid, k, line);
      for (Index f = 0; f + 1 < n; ++f) {
        between(first + f * stride, first + (f + 1) * stride, r.up(f, column), r.down(f, column));
      }
      if (r.wrap.size() > 0) between(first + (n - 1) * stride, first, r.wrap(0, column), r.wrap(1, column));
    }
  }
}

/// through(cell, rate, axis, side) for every cell at an absorbing wall; a rate of 0 where only the other side
/// of the axis absorbs.
template <class Visit>
void for_each_leak(const Generator& generator, Visit through) {
  const Grid& grid = generator.grid();
  for (Index k = 0; k < grid.dimension(); ++k) {
    const FaceRates& r = generator.rates(k);
    if (r.leaks.size() == 0) continue;
    const Index across = (grid.axis(k).cells - 1) * stride_along(grid, k);
    for (Index line = 0; line < lines_along(grid, k); ++line) {
      const Index column = r.shared() ? 0 : line, first = first_cell(grid, k, line);
      through(first, r.leaks(0, column), k, Index{0});
      through(first + across, r.leaks(1, column), k, Index{1});
    }
  }
}

}  // namespace kolmo::fokker_planck
