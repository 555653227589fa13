#include "vanishing_noise.hpp"

#include <cmath>
#include <limits>

#include "grid_lines.hpp"

namespace kolmo::fokker_planck {
namespace {

/// f and D along the axis, f towards the inside.
struct AtWall {
  Eigen::ArrayXd drift, diffusivity;
};

AtWall values_at(const process::Process& process, const Grid& grid, Index axis, Index side, double distance,
                 double t) {
  const Index lines = lines_along(grid, axis);
  Points x = places(grid, axis, 1, 0), f(lines, x.cols()), g(lines, x.cols());
  x.col(axis).setConstant(side == 0 ? grid.axis(axis).lower + distance : grid.axis(axis).upper - distance);
  process.drift(t, x, f);
  process.diffusion_diagonal(t, x, g);
  return {(side == 0 ? 1.0 : -1.0) * f.col(axis), g.col(axis).square() / 2};
}

/// The drift at the wall, and D₁ of D = D₁ y + O(y²) there: 0 where D vanishes as y² or faster, NaN where it
/// does not vanish or does so otherwise.
struct NearWall {
  Eigen::ArrayXd drift, slope;
};

NearWall near_wall(const process::Process& process, const Grid& grid, Index axis, Index side, double time) {
  const double h = grid.axis(axis).width(), near = std::ldexp(h, -20);
  const AtWall wall = values_at(process, grid, axis, side, 0, time);
  const AtWall face = values_at(process, grid, axis, side, h, time);
  const AtWall once = values_at(process, grid, axis, side, near, time);
  const AtWall twice = values_at(process, grid, axis, side, 2 * near, time);
  NearWall found{wall.drift,
                 Eigen::ArrayXd::Constant(wall.drift.size(), std::numeric_limits<double>::quiet_NaN())};
  for (Index line = 0; line < found.slope.size(); ++line) {
    if (!(wall.diffusivity(line) <= 0x1p-30 * face.diffusivity(line))) continue;
    // As y: D(2y) = 2 D(y) (1 + O(y/h 2⁻²⁰)). As y²: 4 D(y).
    const double slope = once.diffusivity(line) / near, next = twice.diffusivity(line) / (2 * near);
    if (slope > 0 && std::abs(next / slope - 1) < 1e-3) found.slope(line) = 2 * slope - next;
    if (next > 1.999 * slope) found.slope(line) = 0;
  }
  return found;
}

/// What the power y^(a−1) does at face j ≥ 1 of cells of width 1, j away from the wall.
struct PowerFace {
  double log_ratio, spacing, diffusivity;
};

/// j^a − (j − 1)^a, over j^a.
double share_below(double a, double j) { return j <= 1 ? 1 : -std::expm1(a * std::log1p(-1 / j)); }

/// The centre of mass of y^(a−1) in [j − 1, j].
double centre_of_mass(double a, double j) {
  return a / (a + 1) * j * share_below(a + 1, j) / share_below(a, j);
}

PowerFace power_face(double a, double j) {
  const double log_ratio = a * std::log1p(1 / j) + std::log(share_below(a, j + 1) / share_below(a, j));
  const double below = centre_of_mass(a, j), above = centre_of_mass(a, j + 1);
  // ∫ (y/j)^(−a) dy and the average below, both over their value at j.
  const double from = std::log(below / j), to = std::log(above / j);
  const double power = 1 - a;
  const double integral = std::abs(power) * (to - from) < 1e-8
                              ? j * (to - from) * (1 + power * (to + from) / 2)
                              : j * std::exp(power * from) * std::expm1(power * (to - from)) / power;
  const double average = share_below(a, j) * j / a;
  return {log_ratio, above - below, 1 / (bernoulli(-log_ratio) * average * integral)};
}

}  // namespace

WallExponents::WallExponents(const process::Process& process, const Grid& grid, Index axis, Index wall,
                             double time)
    : side(wall), a(Eigen::ArrayXd::Zero(lines_along(grid, axis))) {
  const NearWall near = near_wall(process, grid, axis, side, time);
  for (Index line = 0; line < a.size(); ++line) {
    const double exponent = near.drift(line) / near.slope(line);
    if (near.slope(line) > 0 && exponent > 0 && std::isfinite(exponent)) a(line) = exponent;
  }
}

Eigen::ArrayXd leaks_at_vanishing_noise(const process::Process& process, const Grid& grid, Index axis,
                                        Index side, double time) {
  const NearWall near = near_wall(process, grid, axis, side, time);
  Eigen::ArrayXd rate = (near.slope - near.drift) / grid.axis(axis).width();
  for (double& value : rate)
    if (value < 0) value = 0;  // NaN stays
  return rate;
}

void fit_to_vanishing_noise(const WallExponents& wall, Eigen::ArrayXXd& delta, Eigen::ArrayXXd& diffusivity) {
  for (Index line = 0; line < delta.cols(); ++line) {
    const double a = wall.a(line);
    if (a == 0) continue;
    for (Index f = 0; f < delta.rows(); ++f) {
      const double j = static_cast<double>(wall.side == 0 ? f + 1 : delta.rows() - f);
      const double sign = wall.side == 0 ? 1 : -1;
      const PowerFace power = power_face(a, j);
      // Along y: what is left of δ besides the power.
      const double rest = sign * delta(f, line) + (a - 1) / j;
      delta(f, line) = sign * (power.spacing * rest - power.log_ratio);
      diffusivity(f, line) *= power.diffusivity;
    }
  }
}

}  // namespace kolmo::fokker_planck
