#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/transport/push_forward.hpp"
#include "transport/grid_shape.hpp"

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
  // Sums of the four differences across corner i, between cells a and b of the first axis.
  double first(Index a, Index b) const {
    return (p00[b] - p00[a]) + (p10[b] - p10[a]) + (p01[b] - p01[a]) + (p11[b] - p11[a]);
  }
  double second(Index a, Index b) const {
    return (p10[a] - p00[a]) + (p10[b] - p00[b]) + (p11[a] - p01[a]) + (p11[b] - p01[b]);
  }
  double third(Index a, Index b) const {
    return (p01[a] - p00[a]) + (p01[b] - p00[b]) + (p11[a] - p10[a]) + (p11[b] - p10[b]);
  }
};

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
      bool finite = true;
      for (Index i = 0; i < corners[0]; ++i) {
        const Index a = std::max<Index>(i - 1, 0), b = std::min(i, n[0] - 1);
        const double slope = axis == 0   ? lines.first(a, b)
                             : axis == 1 ? lines.second(a, b)
                                         : lines.third(a, b);
        const double to = static_cast<double>(axis == 0 ? i : axis == 1 ? j : k) - s * slope;
        finite = finite && std::isfinite(to);
        out[i] = std::clamp(to, 0.0, end);
      }
      if (!finite)
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
