#pragma once
// What exchanges probability with what, visited in one order: for the sources of Generator alone.

#include <algorithm>
#include <cmath>

#include "cell_rates.hpp"
#include "grid_lines.hpp"
#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// The next cell along an axis, −1 beyond a wall.
inline Index neighbour(const Generator& generator, Index cell, Index axis) {
  const Grid& grid = generator.grid();
  const Index n = grid.axis(axis).cells, stride = stride_along(grid, axis);
  if (cell / stride % n + 1 < n) return cell + stride;
  return generator.rates(axis).wrap.size() > 0 ? cell - (n - 1) * stride : -1;
}

/// visit(lower cell, upper cell, up, down) for every face between two cells along axis k.
template <class Visit>
void Generator::for_each_face_along(Index k, Visit visit) const {
  const FaceRates& r = rates(k);
  const Index n = grid_.axis(k).cells, stride = stride_along(grid_, k);
  for (Index line = 0; line < lines_along(grid_, k); ++line) {
    const Index column = r.shared() ? 0 : line, first = first_cell(grid_, k, line);
    const double* up = r.up.col(column).data();
    const double* down = r.down.col(column).data();
    for (Index f = 0; f + 1 < n; ++f) {
      visit(first + f * stride, first + (f + 1) * stride, up[f], down[f]);
    }
    if (r.wrap.size() > 0) visit(first + (n - 1) * stride, first, r.wrap(0, column), r.wrap(1, column));
  }
}

/// visit(k, l, cell, next along k, next along l, next along both) for every inner corner with D_kl ≠ 0.
template <class Visit>
void Generator::for_each_corner(Visit visit) const {
  if (!mixed_) return;
  for (Index k = 0; k < grid_.dimension(); ++k) {
    for (Index l = k + 1; l < grid_.dimension(); ++l) {
      if (corner_rates_(k, l) == 0) continue;
      for (Index cell = 0; cell < grid_.cells(); ++cell) {
        const Index a = neighbour(*this, cell, k), b = neighbour(*this, cell, l);
        if (a >= 0 && b >= 0) visit(k, l, cell, a, b, neighbour(*this, a, l));
      }
    }
  }
}

/// visit(a cell, another, rate there, rate back) for what corners exchange. Every cell sends along the
/// diagonal that its own D_kl has the sign of, and takes half of that from each face beside it.
template <class Visit>
void Generator::for_each_corner_exchange(Visit visit) const {
  for_each_corner([&](Index k, Index l, Index cell, Index a, Index b, Index far) {
    const double of_cell = corner_rate(k, l, cell), of_a = corner_rate(k, l, a), of_b = corner_rate(k, l, b),
                 of_far = corner_rate(k, l, far);
    if (of_cell > 0 || of_far > 0) visit(cell, far, std::max(of_cell, 0.0), std::max(of_far, 0.0));
    if (of_a < 0 || of_b < 0) visit(a, b, std::max(-of_a, 0.0), std::max(-of_b, 0.0));
    const double half_cell = std::abs(of_cell) / 2, half_a = std::abs(of_a) / 2, half_b = std::abs(of_b) / 2,
                 half_far = std::abs(of_far) / 2;
    visit(cell, a, -half_cell, -half_a);
    visit(b, far, -half_b, -half_far);
    visit(cell, b, -half_cell, -half_b);
    visit(a, far, -half_a, -half_far);
  });
  for_each_wall_exchange(visit);
}

/// visit(k, l, axis along the wall, side, cell, next along that axis) for every pair of neighbours along a
/// wall that nothing passes, with D_kl ≠ 0 between its axis and theirs.
template <class Visit>
void Generator::for_each_wall_corner(Visit visit) const {
  if (!mixed_) return;
  for (Index axis = 0; axis < grid_.dimension(); ++axis) {
    const FaceRates& r = rates(axis);
    if (r.wrap.size() > 0) continue;
    const Index across = (grid_.axis(axis).cells - 1) * stride_along(grid_, axis);
    for (Index other = 0; other < grid_.dimension(); ++other) {
      if (other == axis || corner_rates_(axis, other) == 0) continue;
      for (Index line = 0; line < lines_along(grid_, axis); ++line) {
        for (Index side = 0; side < 2; ++side) {
          if (r.leaks.size() > 0 && r.leaks(side, r.shared() ? 0 : line) > 0) continue;
          const Index cell = first_cell(grid_, axis, line) + side * across;
          const Index next = neighbour(*this, cell, other);
          if (next >= 0) visit(std::min(axis, other), std::max(axis, other), other, side, cell, next);
        }
      }
    }
  }
}

/// A diagonal that leaves through such a wall ends where it is mirrored: at the neighbour along the wall.
template <class Visit>
void Generator::for_each_wall_exchange(Visit visit) const {
  for_each_wall_corner([&](Index k, Index l, Index, Index side, Index cell, Index next) {
    const double here = corner_rate(k, l, cell), there = corner_rate(k, l, next);
    const double up = std::max(side == 0 ? -here : here, 0.0),
                 down = std::max(side == 0 ? there : -there, 0.0);
    visit(cell, next, up - std::abs(here) / 2, down - std::abs(there) / 2);
  });
}

template <class Visit>
void Generator::for_each_exchange(Visit visit) const {
  for (Index k = 0; k < grid_.dimension(); ++k) for_each_face_along(k, visit);
  for_each_corner_exchange(visit);
}

/// visit(cell, rate, axis, side) for every cell at an absorbing wall.
template <class Visit>
void Generator::for_each_leak(Visit visit) const {
  fokker_planck::for_each_leak(*this, visit);
}

}  // namespace kolmo::fokker_planck
