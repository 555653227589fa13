#include "kolmo/transport/grid/poisson.hpp"

#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo::transport {
namespace {

std::vector<Index> sizes_of(const Grid& grid) {
  std::vector<Index> sizes;
  for (Index k = 0; k < grid.dimension(); ++k) sizes.push_back(grid.axis(k).cells);
  return sizes;
}

/// c_k ← c_k/(before + b e_k + after).
KOLMO_VECTORISED void divide(Index n, double before, double b, const double* e, double after, double* c) {
  for (Index k = 0; k < n; ++k) c[k] /= before + b * e[k] + after;
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
  const Index last = grid_.dimension() - 1, n = grid_.axis(last).cells, n0 = grid_.axis(0).cells;
  transform_.filter(r, [&](Index line, double* c) {
    const double after = last > 0 ? b * eigenvalues_[0](line % n0) : 0;
    const double before = last > 1 ? a + b * eigenvalues_[1](line / n0) : a;
    divide(n, before, b, eigenvalues_[static_cast<std::size_t>(last)].data(), after, c);
    if (line == 0 && a == 0) c[0] = 0;
  });
}

}  // namespace kolmo::transport
