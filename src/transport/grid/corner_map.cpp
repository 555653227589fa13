// The map x − ∇ψ at the corners of cells.

#include <algorithm>
#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/vectorised.hpp"
#include "kolmo/transport/grid/push_forward.hpp"
#include "transport/grid/grid_shape.hpp"

namespace kolmo::transport {
namespace {

/// The lines of cells along the first axis that meet in one line of corners: before and behind it along axes
/// 1 and 2, mirrored at the walls (and where there is no such axis).
struct Lines {
  const double *p00, *p10, *p01, *p11;
  Lines(const Triple& n, const double* psi, Index j, Index k) {
    const Index j0 = std::max<Index>(j - 1, 0), j1 = std::min(j, n[1] - 1);
    const Index k0 = std::max<Index>(k - 1, 0), k1 = std::min(k, n[2] - 1);
    const auto at = [&](Index row, Index plane) { return psi + (row + plane * n[1]) * n[0]; };
    p00 = at(j0, k0), p10 = at(j1, k0), p01 = at(j0, k1), p11 = at(j1, k1);
  }
};

/// Corner i of a line, between cells a and b of the first axis: where it stands, less the slope there – the
/// sum of the four differences across it along one axis – times s; put on the wall where it would be beyond.
template <int axis>
inline double corner(const Lines& p, Index a, Index b, double place, double s, double end, int& wrong) {
  const double slope =
      axis == 0
          ? (p.p00[b] - p.p00[a]) + (p.p10[b] - p.p10[a]) + (p.p01[b] - p.p01[a]) + (p.p11[b] - p.p11[a])
      : axis == 1
          ? (p.p10[a] - p.p00[a]) + (p.p10[b] - p.p00[b]) + (p.p11[a] - p.p01[a]) + (p.p11[b] - p.p01[b])
          : (p.p01[a] - p.p00[a]) + (p.p01[b] - p.p00[b]) + (p.p11[a] - p.p10[a]) + (p.p11[b] - p.p10[b]);
  const double to = place - s * slope;
  wrong += std::abs(to) <= std::numeric_limits<double>::max() ? 0 : 1;
  const double above = to < 0 ? 0 : to;
  return end < above ? end : above;
}

// Corners 1 … n − 1; how many are not finite.
KOLMO_VECTORISED int inner_corners(Index n, int axis, const Lines& lines, double place, double s, double end,
                                   double* out) {
  int wrong = 0;
  const Lines p = lines;
  if (axis == 0)
    for (Index i = 1; i < n; ++i)
      out[i] = corner<0>(p, i - 1, i, static_cast<double>(static_cast<int>(i)), s, end, wrong);
  if (axis == 1)
    for (Index i = 1; i < n; ++i) out[i] = corner<1>(p, i - 1, i, place, s, end, wrong);
  if (axis == 2)
    for (Index i = 1; i < n; ++i) out[i] = corner<2>(p, i - 1, i, place, s, end, wrong);
  return wrong;
}

int end_corner(int axis, const Lines& p, Index cell, double place, double s, double end, double& out) {
  int wrong = 0;
  out = axis == 0   ? corner<0>(p, cell, cell, place, s, end, wrong)
        : axis == 1 ? corner<1>(p, cell, cell, place, s, end, wrong)
                    : corner<2>(p, cell, cell, place, s, end, wrong);
  return wrong;
}

}  // namespace

CornerMap::CornerMap(const Grid& grid) : grid_(grid) {
  const Triple n = corners_of(grid);
  corners_.assign(static_cast<std::size_t>(grid.dimension()), Eigen::ArrayXd(n[0] * n[1] * n[2]));
}

void CornerMap::set(const double* psi, double factor) {
  const Triple n = cells_of(grid_), corners = corners_of(grid_);
  std::array<double, 3> scale{};
  for (Index axis = 0; axis < grid_.dimension(); ++axis)
    scale[static_cast<std::size_t>(axis)] =
        0.25 * factor / (grid_.axis(axis).width() * grid_.axis(axis).width());
  for_each_task(corners[1] * corners[2], [&](Index line) {
    const Index j = line % corners[1], k = line / corners[1];
    const Lines lines(n, psi, j, k);
    for (Index axis = 0; axis < grid_.dimension(); ++axis) {
      double* out = corners_[static_cast<std::size_t>(axis)].data() + line * corners[0];
      const double s = scale[static_cast<std::size_t>(axis)],
                   end = static_cast<double>(grid_.axis(axis).cells);
      const double across = static_cast<double>(axis == 1 ? j : k), last = static_cast<double>(n[0]);
      const int which = static_cast<int>(axis);
      const int wrong = inner_corners(n[0], which, lines, across, s, end, out) +
                        end_corner(which, lines, 0, axis == 0 ? 0 : across, s, end, out[0]) +
                        end_corner(which, lines, n[0] - 1, axis == 0 ? last : across, s, end, out[n[0]]);
      if (wrong > 0)
        throw InvalidArgument("potential of a map: not finite near the line of cells " + number_text(line) +
                              ": must be finite");
    }
  });
}

Points CornerMap::at_centres() const {
  const Triple n = cells_of(grid_), corners = corners_of(grid_);
  const Index d = grid_.dimension();
  Points out(grid_.cells(), d);
  for_each_task(grid_.cells() / n[0], [&](Index line) {
    const Index corner = (line % n[1] + line / n[1] * corners[1]) * corners[0];
    for (Index axis = 0; axis < d; ++axis) {
      const Axis& a = grid_.axis(axis);
      for (Index i = 0; i < n[0]; ++i) {
        double total = 0;
        for (Index c = 0; c < (Index{1} << d); ++c)
          total += in_cells(axis)(corner + i + (c & 1) + (c >> 1 & 1) * corners[0] +
                                  (c >> 2 & 1) * corners[0] * corners[1]);
        out(line * n[0] + i, axis) = a.lower + a.width() * total / static_cast<double>(Index{1} << d);
      }
    }
  });
  return out;
}

}  // namespace kolmo::transport
