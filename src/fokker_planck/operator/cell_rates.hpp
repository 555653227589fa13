#pragma once
// A generator as the rates of a Markov chain between cells.

#include "grid_lines.hpp"
#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// between(i, j, up, down) for every pair of neighbours i < j: up leads from cell i to cell j, down back.
template <class Visit>
void for_each_pair(const Generator& generator, Visit between) {
  const Eigen::SparseMatrix<double> forward = generator.sparse();
  const Eigen::SparseMatrix<double> backward = forward.transpose();  // the pattern is symmetric
  for (Index i = 0; i < forward.cols(); ++i) {
    Eigen::SparseMatrix<double>::InnerIterator there(forward, i), back(backward, i);
    for (; there; ++there, ++back) {
      if (there.row() > i) between(i, Index{there.row()}, there.value(), back.value());
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

/// Something leaves through an absorbing side.
inline bool has_leaks(const Generator& generator) {
  for (Index k = 0; k < generator.grid().dimension(); ++k) {
    const FaceRates& r = generator.rates(k);
    if (r.leaks.size() > 0 && r.leaks.maxCoeff() > 0) return true;
  }
  return false;
}

}  // namespace kolmo::fokker_planck
