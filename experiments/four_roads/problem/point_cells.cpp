#include "four_roads/problem/point_cells.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "four_roads/problem/local_noise.hpp"
#include "four_roads/problem/walls.hpp"

namespace kolmo::four_roads {
namespace {

/// The axis's own three weights, one number a cell.
Eigen::ArrayXd weights_along(const Axis& axis, double x, bool ring) {
  Eigen::ArrayXd weights = Eigen::ArrayXd::Zero(axis.cells);
  const double place = (x - axis.lower) / axis.width() - 0.5;
  const Index centre = static_cast<Index>(std::lround(place));
  const double s = place - static_cast<double>(centre);
  const std::array<double, 3> spline = {0.5 * (0.5 - s) * (0.5 - s), 0.75 - s * s,
                                        0.5 * (0.5 + s) * (0.5 + s)};
  for (Index k = 0; k < 3; ++k) {
    Index i = centre + k - 1;
    if (ring) i = (i + axis.cells) % axis.cells;
    if (i < 0) i = -1 - i;
    if (i >= axis.cells) i = 2 * axis.cells - 1 - i;
    weights(i) += spline[static_cast<std::size_t>(k)];
  }
  return weights;
}

}  // namespace

Eigen::ArrayXd point_cells(const Problem& problem, const Grid& grid) {
  Eigen::ArrayXd p = Eigen::ArrayXd::Constant(1, 1 / grid.cell_volume());
  for (Index j = 0; j < grid.dimension(); ++j) {
    const Eigen::ArrayXd along = weights_along(grid.axis(j), (*problem.point)(j), is_ring(problem, j));
    const Eigen::MatrixXd product = p.matrix() * along.matrix().transpose();  // the first axis is contiguous
    p = Eigen::Map<const Eigen::ArrayXd>(product.data(), product.size());
  }
  return p;
}

double time_to_leave_cells(const Problem& problem, const std::vector<Axis>& axes) {
  double shortest = std::numeric_limits<double>::infinity();
  for (std::size_t j = 0; j < axes.size(); ++j) {
    const double rate = noise_rate(*problem.intrinsic, *problem.point, static_cast<Index>(j)),
                 h = axes[j].width();
    if (rate > 0) shortest = std::min(shortest, h * h / (4 * rate));
  }
  return shortest;
}

bool clear_of_sides(const Problem& problem, const density::GaussianMixture& law) {
  for (Index k = 0; k < law.components(); ++k) {
    const Eigen::MatrixXd covariance = law.covariance(k);
    for (Index j = 0; j < problem.dimension(); ++j) {
      const double reach = 8 * std::sqrt(covariance(j, j)), centre = law.means()(k, j);
      const Axis& axis = problem.domain[static_cast<std::size_t>(j)];
      if (problem.wall(j, 0) && centre - reach < axis.lower) return false;
      if (problem.wall(j, 1) && centre + reach > axis.upper) return false;
    }
  }
  return true;
}

}  // namespace kolmo::four_roads
