#include "kolmo/measure/problems/ring_problems.hpp"

#include <cmath>

namespace kolmo::measure {

double wrapped_gaussian(double x, double mean, double variance) {
  const double from = std::remainder(x - mean, turn);
  double p = 0;
  for (int k = -8; k <= 8; ++k) {
    const double z = from + turn * k;
    p += std::exp(-z * z / (2 * variance));
  }
  return p / std::sqrt(turn * variance);
}

double wound_density(const std::vector<WoundGaussian>& law, double y, double shift, double variance) {
  double p = 0;
  for (const WoundGaussian& part : law) {
    p += part.weight * wrapped_gaussian(y, part.mean + shift, part.deviation * part.deviation + variance);
  }
  return p;
}

std::vector<WoundGaussian> lopsided_ring() { return {{0.6, 2, 0.4}, {0.4, 4.4, 0.6}}; }

void BentRing::drift(double t, const ConstBlock& x, Block out) const {
  for (Index i = 0; i < x.rows(); ++i) {
    const double y = angle(x(i, 0));
    out(i, 0) = slope(y) * (v0_ + v1_ * std::cos(3 * t)) - 0.5 * sigma_ * sigma_ * a_ * std::sin(y);
  }
}

void BentRing::drift_divergence(double t, const ConstBlock& x, Values out) const {
  for (Index i = 0; i < x.rows(); ++i) {
    const double y = angle(x(i, 0)), v = v0_ + v1_ * std::cos(3 * t);
    out(i) = (-a_ * std::sin(y) * v - 0.5 * sigma_ * sigma_ * a_ * std::cos(y)) / slope(y);
  }
}

void BentRing::diffusion_diagonal(double, const ConstBlock& x, Block out) const {
  for (Index i = 0; i < x.rows(); ++i) out(i, 0) = sigma_ * slope(angle(x(i, 0)));
}

void BentRing::diffusion_derivative(double, const ConstBlock& x, Block out) const {
  for (Index i = 0; i < x.rows(); ++i) {
    const double y = angle(x(i, 0));
    out(i, 0) = -sigma_ * a_ * std::sin(y) / slope(y);
  }
}

Eigen::ArrayXd BentRing::density(const std::vector<WoundGaussian>& start, double t, const Points& x) const {
  Eigen::ArrayXd p(x.rows());
  for (Index i = 0; i < x.rows(); ++i) {
    const double y = angle(x(i, 0));
    p(i) = wound_density(start, y, v0_ * t + v1_ * std::sin(3 * t) / 3, sigma_ * sigma_ * t) / slope(y);
  }
  return p;
}

double BentRing::slope(double y) const { return 1 + a_ * std::cos(y); }

// y + a sin y = x by Newton's method, to rounding.
double BentRing::angle(double x) const {
  double y = x;
  if (a_ == 0) return y;
  for (double change = 1; std::abs(change) > 1e-9;) {  // the next one would be its square
    change = (y + a_ * std::sin(y) - x) / slope(y);
    y -= change;
  }
  return y - (y + a_ * std::sin(y) - x) / slope(y);
}

}  // namespace kolmo::measure
