#include "kolmo/transport/poisson.hpp"

#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"

namespace kolmo::transport {
namespace {

std::vector<Index> sizes_of(const Grid& grid) {
  std::vector<Index> sizes;
  for (Index k = 0; k < grid.dimension(); ++k) sizes.push_back(grid.axis(k).cells);
  return sizes;
}

}  // namespace

NeumannPoisson::NeumannPoisson(const Grid& grid) : grid_(grid), transform_(sizes_of(grid)) {
  for (Index axis = 0; axis < grid.dimension(); ++axis) {
    const Axis& a = grid.axis(axis);
    Eigen::ArrayXd values(a.cells);
    for (Index k = 0; k < a.cells; ++k) {
      // 2(1 − cos θ) = 4 sin²(θ/2): no digits are lost for low modes
      const double s =
          std::sin(std::numbers::pi * static_cast<double>(k) / (2 * static_cast<double>(a.cells)));
      values(k) = 4 * s * s / (a.width() * a.width());
    }
    eigenvalues_.push_back(std::move(values));
  }
}

void NeumannPoisson::solve(double a, double b, double* r) const {
  require(a >= 0 && std::isfinite(a), "a of (a - bΔ)u = r", a, "must be finite and at least 0");
  require(b > 0 && std::isfinite(b), "b of (a - bΔ)u = r", b, "must be finite and > 0");
  transform_.to_coefficients(r);
  const Index n = grid_.axis(0).cells, second = grid_.dimension() > 1 ? grid_.axis(1).cells : 1;
  for_each_task(grid_.cells() / n, [&](Index line) {
    double across = a;
    if (grid_.dimension() > 1) across += b * eigenvalues_[1](line % second);
    if (grid_.dimension() > 2) across += b * eigenvalues_[2](line / second);
    double* c = r + line * n;
    c[0] = across > 0 ? c[0] / across : 0;
    for (Index k = 1; k < n; ++k) c[k] /= across + b * eigenvalues_[0](k);
  });
  transform_.to_values(r);
}

}  // namespace kolmo::transport
