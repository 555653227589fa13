#include "kolmo/paths/ergodic_variance.hpp"

#include <algorithm>
#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::paths {
namespace {

/// Drift and D at the nodes lower, lower + h, ….
struct Coefficients {
  Eigen::ArrayXd drift, diffusion;
};

Coefficients coefficients(const process::Process& process, double lower, double h, Index n) {
  Coefficients result{Eigen::ArrayXd(n + 1), Eigen::ArrayXd(n + 1)};
  for (Index first = 0; first <= n; first += block_rows) {
    const Index rows = std::min(block_rows, n + 1 - first);
    Points x(rows, 1), f(rows, 1), g(rows, 1);
    for (Index i = 0; i < rows; ++i) x(i, 0) = lower + static_cast<double>(first + i) * h;
    process.drift(0, x, f);
    process.diffusion_diagonal(0, x, g);
    result.drift.segment(first, rows) = f.col(0);
    result.diffusion.segment(first, rows) = 0.5 * g.col(0).square();
  }
  if (!result.drift.isFinite().all() || !(result.diffusion > 0).all())
    throw NumericalFailure("ergodic average: the drift is not finite on the interval, or the noise vanishes");
  return result;
}

/// Mean and σ² with the trapezoid's rule on n cells.
Eigen::Array2d on_cells(const process::Process& process, double lower, double upper,
                        const std::function<double(double)>& phi, Index n) {
  const double h = (upper - lower) / static_cast<double>(n);
  const Coefficients at = coefficients(process, lower, h, n);
  const Eigen::ArrayXd slope = at.drift / at.diffusion;
  Eigen::ArrayXd exponent(n + 1), p(n + 1), value(n + 1);
  exponent(0) = 0;
  for (Index i = 1; i <= n; ++i) exponent(i) = exponent(i - 1) + 0.5 * h * (slope(i - 1) + slope(i));
  const double largest = exponent.maxCoeff();
  double mass = 0, mean = 0;
  for (Index i = 0; i <= n; ++i) {
    const double weight = i == 0 || i == n ? 0.5 * h : h;
    p(i) = std::exp(exponent(i) - largest) / at.diffusion(i);
    value(i) = phi(lower + static_cast<double>(i) * h);
    mass += weight * p(i);
    mean += weight * p(i) * value(i);
  }
  mean /= mass;
  // Φ from the nearer end in mass: its sums do not cancel there.
  Eigen::ArrayXd from_below(n + 1), from_above(n + 1);
  from_below(0) = from_above(n) = 0;
  const auto term = [&](Index i) { return (value(i) - mean) * p(i); };
  for (Index i = 1; i <= n; ++i) from_below(i) = from_below(i - 1) + 0.5 * h * (term(i - 1) + term(i));
  for (Index i = n - 1; i >= 0; --i) from_above(i) = from_above(i + 1) + 0.5 * h * (term(i) + term(i + 1));
  Index middle = 0;
  p.maxCoeff(&middle);
  double variance = 0;
  for (Index i = 0; i <= n; ++i) {
    const double integral = i <= middle ? from_below(i) : -from_above(i),
                 weight = i == 0 || i == n ? 0.5 * h : h;
    if (p(i) > 0) variance += weight * integral * integral / (at.diffusion(i) * p(i));
  }
  return {mean, 2 * variance / mass};
}

}  // namespace

ErgodicAverage ergodic_average(const process::Process& process, double lower, double upper,
                               const std::function<double(double x)>& phi, Index cells) {
  require(process.dimension() == 1, "dimension", static_cast<double>(process.dimension()), "must be 1");
  if (process.noise_kind() != process::NoiseKind::scalar &&
      process.noise_kind() != process::NoiseKind::diagonal)
    throw InvalidArgument("ergodic average: the noise must be scalar or diagonal");
  require(std::isfinite(lower) && std::isfinite(upper) && lower < upper, "upper", upper,
          "must be finite and above the lower end");
  require(cells >= 8, "cells", static_cast<double>(cells), "must be at least 8");
  const Eigen::Array2d a = on_cells(process, lower, upper, phi, cells),
                       b = on_cells(process, lower, upper, phi, 2 * cells),
                       c = on_cells(process, lower, upper, phi, 4 * cells);
  const Eigen::Array2d limit = (16 * (4 * c - b) / 3 - (4 * b - a) / 3) / 15;
  if (!limit.isFinite().all()) throw NumericalFailure("ergodic average: an integral is not finite");
  return {limit(0), limit(1)};
}

}  // namespace kolmo::paths
