#include "jko/map_operator.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/simd/sum.hpp"

namespace kolmo::jko {
namespace {

double product(const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) { return dot(a.data(), b.data(), a.size()); }

}  // namespace

MapOperator::MapOperator(const Grid& grid) : grid_(grid), plane_(grid) {
  const Index n = grid.cells();
  for (Eigen::ArrayXd* each :
       {&c_x, &c_y, &a_xx, &a_xy, &a_yy, &r_, &first_, &p_, &p_hat_, &image_, &s_hat_, &image_s_})
    each->setZero(n);
  for (Lines* lines : {&along_x_, &along_y_}) *lines = {r_, r_, r_};
}

void MapOperator::apply(const Eigen::ArrayXd& u, Eigen::ArrayXd& out) {
  plane_.set(u);
  const Index columns = grid_.axis(0).cells;
  for (Index j = 0, k = 0; j < grid_.axis(1).cells; ++j) {
    for (Index i = 0; i < columns; ++i, ++k) {
      const PlaneDerivatives d = plane_.at(i, j);
      out(k) =
          u(k) + d_ * (c_x(k) * d.x + c_y(k) * d.y - a_xx(k) * d.xx - 2 * a_xy(k) * d.xy - a_yy(k) * d.yy);
    }
  }
}

// 1 + D(c ∂ − a ∂²) along an axis, with as much more diffusion as keeps off-diagonal entries ≤ 0; at the ends
// without ∂², and with ∂ from inside where c comes from there.
void MapOperator::factor(Index axis, Lines& lines) const {
  const Eigen::ArrayXd &c = axis == 0 ? c_x : c_y, &a = axis == 0 ? a_xx : a_yy;
  const double h = grid_.axis(axis).width();
  const Index n = grid_.axis(axis).cells, stride = axis == 0 ? 1 : grid_.axis(0).cells;
  for (Index k = 0; k < c.size(); ++k) {
    const Index at = k / stride % n;
    const double half = 0.5 * d_ * c(k) / h;
    double diffusion = 0;
    if (at > 0 && at < n - 1) diffusion = std::max(d_ * a(k) / (h * h), std::abs(half));
    const double inflow = at == 0 ? 2 * std::min(half, 0.0) : at == n - 1 ? 2 * std::max(half, 0.0) : 0;
    lines.lower(k) = at == 0 ? 0 : at == n - 1 ? -inflow : -diffusion - half;
    lines.upper(k) = at == n - 1 ? 0 : at == 0 ? inflow : -diffusion + half;
    lines.pivot(k) = 1 + 2 * diffusion + std::abs(inflow);
    if (at == 0) continue;
    lines.lower(k) /= lines.pivot(k - stride);
    lines.pivot(k) -= lines.lower(k) * lines.upper(k - stride);
  }
}

void MapOperator::precondition(const Eigen::ArrayXd& r, Eigen::ArrayXd& out) const {
  out = r;
  const Index n = out.size(), columns = grid_.axis(0).cells;
  const auto sweep = [&](const Lines& lines, Index stride) {
    // The entries that couple lines are 0.
    for (Index k = stride; k < n; ++k) out(k) -= lines.lower(k) * out(k - stride);
    for (Index k = n; k-- > 0;) {
      const double next = k + stride < n ? lines.upper(k) * out(k + stride) : 0;
      out(k) = (out(k) - next) / lines.pivot(k);
    }
  };
  sweep(along_x_, 1);
  sweep(along_y_, columns);
}

void MapOperator::solve(double d, const Eigen::ArrayXd& b, double reduction, int most, Eigen::ArrayXd& u) {
  d_ = d;
  factor(0, along_x_);
  factor(1, along_y_);
  u.setZero(b.size());
  r_ = first_ = p_ = b;
  const double enough = reduction * reduction * product(b, b);
  double rho = product(r_, first_);
  for (int k = 0; k < most; ++k) {
    precondition(p_, p_hat_);
    apply(p_hat_, image_);
    const double alpha = rho / product(first_, image_);
    r_ -= alpha * image_;
    u += alpha * p_hat_;
    if (!(product(r_, r_) > enough)) return;
    precondition(r_, s_hat_);
    apply(s_hat_, image_s_);
    const double omega = product(image_s_, r_) / product(image_s_, image_s_);
    u += omega * s_hat_;
    r_ -= omega * image_s_;
    if (!(product(r_, r_) > enough)) return;
    const double next = product(r_, first_), beta = next / rho * (alpha / omega);
    rho = next;
    p_ = r_ + beta * (p_ - omega * image_);
  }
}

}  // namespace kolmo::jko
