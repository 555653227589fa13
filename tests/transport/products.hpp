#pragma once
// Densities with a known transport: products over the axes of the unit square, and disks.

#include <cmath>
#include <numbers>
#include <vector>

#include "kolmo/core/grid.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::transport {

inline Eigen::ArrayXd normalised(const Grid& grid, Eigen::ArrayXd rho) {
  rho /= sum(rho.data(), rho.size()) * grid.cell_volume();
  return rho;
}

/// b + e^{−(x − m)²/2s²}.
struct Bump {
  double mean, deviation;
};

/// Π_axes (b + e^{−(x − m)²/2s²}) as cell averages, of mass 1.
inline Eigen::ArrayXd product(const Grid& grid, double b, const std::vector<Bump>& bumps) {
  Eigen::ArrayXd rho = Eigen::ArrayXd::Ones(grid.cells());
  Index stride = 1;
  for (Index k = 0; k < grid.dimension(); ++k) {
    const Axis& axis = grid.axis(k);
    const auto [m, s] = bumps[static_cast<std::size_t>(k)];
    const auto integral = [&](double x) {
      return b * x + s * std::sqrt(std::numbers::pi / 2) * std::erf((x - m) / (s * std::numbers::sqrt2));
    };
    for (Index cell = 0; cell < grid.cells(); ++cell) {
      const Index i = cell / stride % axis.cells;
      rho(cell) *= (integral(axis.face(i + 1)) - integral(axis.face(i))) / axis.width();
    }
    stride *= axis.cells;
  }
  return normalised(grid, rho);
}

inline Grid unit_grid(Index dimension, Index cells) {
  return Grid(std::vector<Axis>(static_cast<std::size_t>(dimension), Axis{0, 1, cells}));
}

}  // namespace kolmo::transport
