#include "kolmo/transport/grid/density_distances.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/transport/grid/grid_density.hpp"

namespace kolmo::transport {
namespace {

struct Pair {
  Eigen::ArrayXd mu, nu;
  Pair(const Grid& grid, const ConstValues& from, const ConstValues& to)
      : mu(checked_density(grid, from, "mu")), nu(checked_density(grid, to, "nu")) {}
};

/// ½∫(√μ − √ν)² = 1 − ∫√(μν), without the difference.
double half_square(const Grid& grid, const Pair& pair) {
  const Eigen::ArrayXd difference = pair.mu.sqrt() - pair.nu.sqrt();
  return grid.cell_volume() * dot(difference.data(), difference.data(), difference.size()) / 2;
}

/// θ with cos θ = 1 − s: 2 arcsin √(s/2).
double angle(double s) { return 2 * std::asin(std::min(1.0, std::sqrt(s / 2))); }

}  // namespace

double total_variation(const Grid& grid, const ConstValues& mu, const ConstValues& nu) {
  const Pair pair(grid, mu, nu);
  const Eigen::ArrayXd size = (pair.mu - pair.nu).abs();
  return grid.cell_volume() * sum(size.data(), size.size()) / 2;
}

double hellinger_distance(const Grid& grid, const ConstValues& mu, const ConstValues& nu) {
  return std::sqrt(half_square(grid, Pair(grid, mu, nu)));
}

double fisher_rao_distance(const Grid& grid, const ConstValues& mu, const ConstValues& nu) {
  return 2 * angle(half_square(grid, Pair(grid, mu, nu)));
}

Eigen::ArrayXd fisher_rao_geodesic(const Grid& grid, const ConstValues& mu, const ConstValues& nu, double t) {
  require(t >= 0 && t <= 1, "part of the path", t, "must be within [0, 1]");
  const Pair pair(grid, mu, nu);
  const double theta = angle(half_square(grid, pair));
  if (theta < 1e-7) return (1 - t) * pair.mu + t * pair.nu;  // the arc is its chord to θ²
  return ((std::sin((1 - t) * theta) * pair.mu.sqrt() + std::sin(t * theta) * pair.nu.sqrt()) /
          std::sin(theta))
      .square();
}

}  // namespace kolmo::transport
