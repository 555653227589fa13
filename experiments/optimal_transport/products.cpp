#include <cmath>
#include <numbers>

#include "kolmo/core/simd/sum.hpp"
#include "optimal_transport/parts.hpp"

namespace kolmo::optimal_transport {
namespace {

/// Averages over the cells of b + e^{−(x − m)²/2s²}.
Eigen::ArrayXd bump(const Axis& axis, double b, double m, double s) {
  const auto integral = [&](double x) {
    return b * x + s * std::sqrt(std::numbers::pi / 2) * std::erf((x - m) / (s * std::numbers::sqrt2));
  };
  Eigen::ArrayXd average(axis.cells);
  for (Index i = 0; i < axis.cells; ++i)
    average(i) = (integral(axis.face(i + 1)) - integral(axis.face(i))) / axis.width();
  return average;
}

Eigen::ArrayXd product(const Grid& grid, const Eigen::ArrayXd& x, const Eigen::ArrayXd& y) {
  Eigen::ArrayXd rho(grid.cells());
  for (Index j = 0; j < y.size(); ++j) rho.segment(j * x.size(), x.size()) = x * y(j);
  return rho / (sum(rho.data(), rho.size()) * grid.cell_volume());
}

}  // namespace

Products::Products(Index cells, double background) : grid({{0, 1, cells}, {0, 1, cells}}) {
  const Axis& axis = grid.axis(0);
  mu = product(grid, bump(axis, background, 0.35, 0.08), bump(axis, background, 0.4, 0.1));
  nu = product(grid, bump(axis, background, 0.65, 0.1), bump(axis, background, 0.55, 0.07));
}

}  // namespace kolmo::optimal_transport
