#include "kolmo/density/kernel_estimate.hpp"

#include <cmath>

namespace kolmo::density {
namespace {

/// e^{−(jδ)²/2b²} for |j| ≤ radius, of sum 1; reaches five bandwidths.
std::vector<double> kernel_weights(double width, double bandwidth) {
  const auto radius = static_cast<int>(std::ceil(5 * bandwidth / width));
  std::vector<double> weights;
  double total = 0;
  for (int j = -radius; j <= radius; ++j) {
    const double distance = j * width / bandwidth;
    weights.push_back(std::exp(-distance * distance / 2));
    total += weights.back();
  }
  for (double& weight : weights) weight /= total;
  return weights;
}

/// out(·, i, ·) = Σ_j w_j in(·, i + j, ·) along an axis of n places that lie `stride` apart; 0 beyond the
/// ends.
void smooth_along(const Eigen::ArrayXd& in, Eigen::ArrayXd& out, Index n, Index stride,
                  const std::vector<double>& weights) {
  const auto radius = static_cast<Index>(weights.size() / 2);
  out.setZero();
  for (Index line = 0; line < in.size(); line += n * stride) {
    for (Index j = -radius; j <= radius; ++j) {
      const Index first = std::max<Index>(0, -j), places = n - std::abs(j);
      if (places <= 0) continue;
      // Neighbouring places of the axis are `stride` apart, so that all of them together are one run.
      out.segment(line + first * stride, places * stride) +=
          weights[static_cast<std::size_t>(j + radius)] *
          in.segment(line + (first + j) * stride, places * stride);
    }
  }
}

}  // namespace

double silverman_bandwidth(Index dimension, double deviation, Index n) {
  const auto d = static_cast<double>(dimension);
  return std::pow(4 / (d + 2), 1 / (d + 4)) * deviation * std::pow(static_cast<double>(n), -1 / (d + 4));
}

Eigen::ArrayXd kernel_estimate(const Points& x, const Grid& grid, double bandwidth) {
  Eigen::ArrayXd density = Eigen::ArrayXd::Zero(grid.cells()), smoothed(grid.cells());
  const double unit = 1 / (static_cast<double>(x.rows()) * grid.cell_volume());
  for (Index i = 0; i < x.rows(); ++i) {
    Index cell = 0, stride = 1;
    bool inside = true;
    for (Index k = 0; k < grid.dimension(); ++k) {
      const Axis& axis = grid.axis(k);
      const double place = std::floor((x(i, k) - axis.lower) / axis.width());
      inside &= place >= 0 && place < static_cast<double>(axis.cells);
      if (!inside) break;
      cell += stride * static_cast<Index>(place);
      stride *= axis.cells;
    }
    if (inside) density(cell) += unit;
  }
  Index stride = 1;
  for (Index k = 0; k < grid.dimension(); ++k) {
    smooth_along(density, smoothed, grid.axis(k).cells, stride,
                 kernel_weights(grid.axis(k).width(), bandwidth));
    density.swap(smoothed);
    stride *= grid.axis(k).cells;
  }
  return density;
}

}  // namespace kolmo::density
