#include "kolmo/measure/problems/ring_problems.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "measure/problems/waves.hpp"

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
  const double v = v0_ + v1_ * std::cos(3 * t), correction = 0.5 * sigma_ * sigma_ * a_;
  for_each_angle(x, [&](Index i, double, double sine, double cosine) {
    out(i, 0) = (1 + a_ * cosine) * v - correction * sine;
  });
}

void BentRing::drift_divergence(double t, const ConstBlock& x, Values out) const {
  const double v = v0_ + v1_ * std::cos(3 * t), correction = 0.5 * sigma_ * sigma_ * a_;
  for_each_angle(x, [&](Index i, double, double sine, double cosine) {
    out(i) = (-a_ * sine * v - correction * cosine) / (1 + a_ * cosine);
  });
}

void BentRing::diffusion_diagonal(double, const ConstBlock& x, Block out) const {
  for_each_angle(x, [&](Index i, double, double, double cosine) { out(i, 0) = sigma_ * (1 + a_ * cosine); });
}

void BentRing::diffusion_derivative(double, const ConstBlock& x, Block out) const {
  for_each_angle(x, [&](Index i, double, double sine, double cosine) {
    out(i, 0) = -sigma_ * a_ * sine / (1 + a_ * cosine);
  });
}

Eigen::ArrayXd BentRing::density(const std::vector<WoundGaussian>& start, double t, const Points& x) const {
  Eigen::ArrayXd p(x.rows());
  for_each_angle(x, [&](Index i, double y, double, double cosine) {
    p(i) =
        wound_density(start, y, v0_ * t + v1_ * std::sin(3 * t) / 3, sigma_ * sigma_ * t) / (1 + a_ * cosine);
  });
  return p;
}

// y + a sin y = x by Newton's method for a block of points at once, until every change is below 1e−9, whose
// square is the next.
template <class Visit>
void BentRing::for_each_angle(const ConstBlock& x, Visit visit) const {
  std::array<double, waves_at_once> y;
  for (Index first = 0; first < x.rows(); first += waves_at_once) {
    const Index count = std::min(waves_at_once, x.rows() - first);
    const auto angle = [&](Index k) { return y[static_cast<std::size_t>(k)]; };
    for (Index k = 0; k < count; ++k) y[static_cast<std::size_t>(k)] = x(first + k, 0);
    for (double largest = 1; a_ != 0 && largest > 1e-9;) {
      largest = 0;
      for_each_wave(count, angle, [&](Index k, double sine, double cosine) {
        const double change = (angle(k) + a_ * sine - x(first + k, 0)) / (1 + a_ * cosine);
        y[static_cast<std::size_t>(k)] -= change;
        largest = std::max(largest, std::abs(change));
      });
    }
    for_each_wave(count, angle,
                  [&](Index k, double sine, double cosine) { visit(first + k, angle(k), sine, cosine); });
  }
}

}  // namespace kolmo::measure
