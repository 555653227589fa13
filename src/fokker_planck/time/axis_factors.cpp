#include "axis_factors.hpp"

#include <algorithm>

#include "fokker_planck/operator/grid_lines.hpp"
#include "kolmo/core/linear/ring_solver.hpp"

namespace kolmo::fokker_planck {

LineBundles::LineBundles(const Grid& grid, Index axis)
    : axis_(axis), cells_(grid.axis(axis).cells), along_(stride_along(grid, axis)) {
  const Index lines = lines_along(grid, axis);
  group_ = axis == 0 ? lines : along_;
  groups_ = lines / group_;
  bundles_a_group_ = (group_ + sweep_lanes - 1) / sweep_lanes;
}

Index LineBundles::first_cell(Index bundle) const {
  const Index line = first_line(bundle);
  return line % along_ + line / along_ * along_ * cells_;
}

AxisFactors::AxisFactors(const FaceRates& rates, const LineBundles& bundles, double kappa_dt)
    : n_(bundles.cells()),
      lanes_(rates.shared() ? 1 : sweep_lanes),
      shared_(rates.shared()),
      sides_(rates.wrap.size() > 0    ? SweepFactors::Sides::ring
             : rates.leaks.size() > 0 ? SweepFactors::Sides::absorbing
                                      : SweepFactors::Sides::closed) {
  const Index columns = shared_ ? 1 : bundles.count();
  up_.setZero((n_ + 1) * lanes_, columns);
  down_.setZero((n_ + 1) * lanes_, columns);
  inverse_pivot_.setZero(n_ * lanes_, columns);
  const bool ring = sides_ == SweepFactors::Sides::ring;
  if (ring) {
    to_last_.setZero(n_ * lanes_, columns);
    from_last_.setZero(n_ * lanes_, columns);
  }
  for (Index column = 0; column < columns; ++column) {
    for (Index lane = 0; lane < lanes_; ++lane) {
      const Index line = shared_ ? 0 : bundles.first_line(column) + std::min(lane, bundles.lanes(column) - 1);
      for (Index face = 1; face < n_; ++face) {
        up_(face * lanes_ + lane, column) = rates.up(face - 1, line) * kappa_dt;
        down_(face * lanes_ + lane, column) = rates.down(face - 1, line) * kappa_dt;
      }
      ring ? factor_ring(rates, line, kappa_dt, lane, column) : factor(rates, line, kappa_dt, lane, column);
    }
  }
}

double AxisFactors::size(const FaceRates& rates, const LineBundles& bundles) {
  const double lines = rates.shared() ? 1 : static_cast<double>(bundles.count() * sweep_lanes);
  return lines * static_cast<double>((rates.wrap.size() > 0 ? 5 : 3) * bundles.cells() + 2);
}

// pivot_i = e_i + U_{i+1}, e_0 = 1 + V_0, e_i = 1 + V_i e_{i−1}/pivot_{i−1}; U_n is the upper leak.
void AxisFactors::factor(const FaceRates& rates, Index line, double kappa_dt, Index lane, Index column) {
  if (sides_ == SweepFactors::Sides::absorbing) {
    down_(lane, column) = rates.leaks(0, line) * kappa_dt;
    up_(n_ * lanes_ + lane, column) = rates.leaks(1, line) * kappa_dt;
  }
  double rest = 1 + down_(lane, column);
  for (Index i = 0; i < n_; ++i) {
    if (i > 0) {
      rest = 1 + down_(i * lanes_ + lane, column) * rest * inverse_pivot_((i - 1) * lanes_ + lane, column);
    }
    inverse_pivot_(i * lanes_ + lane, column) = 1 / (rest + up_((i + 1) * lanes_ + lane, column));
  }
}

void AxisFactors::factor_ring(const FaceRates& rates, Index line, double kappa_dt, Index lane, Index column) {
  const double wrap_up = rates.wrap(0, line) * kappa_dt, wrap_down = rates.wrap(1, line) * kappa_dt;
  const RingSolver ring(rates.up.col(line) * kappa_dt, rates.down.col(line) * kappa_dt, wrap_up, wrap_down);
  up_(lane, column) = up_(n_ * lanes_ + lane, column) = wrap_up;
  down_(lane, column) = down_(n_ * lanes_ + lane, column) = wrap_down;
  for (Index i = 0; i < n_; ++i) {
    inverse_pivot_(i * lanes_ + lane, column) = ring.inverse_pivot()(i);
    to_last_(i * lanes_ + lane, column) = ring.to_last()(i);
    from_last_(i * lanes_ + lane, column) = ring.from_last()(i);
  }
}

}  // namespace kolmo::fokker_planck
