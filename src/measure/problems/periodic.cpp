#include "kolmo/measure/problems/periodic.hpp"

#include <cmath>

#include "measure/problems/waves.hpp"

namespace kolmo::measure {

Derivatives Periodic::derivatives(double t, double x) const {
  const double g = std::sqrt(variance_rate(t));
  return {f(t, x), f_t(t, x), f_x(t, x), f_xx(t, x), g, variance_rate_t(t) / (2 * g), 0, 0};
}

void Periodic::drift(double t, const ConstBlock& x, Block out) const {
  const double rise = 1 + 0.5 * std::sin(2 * t);
  const double far = 0.4 * std::cos(t), near = 0.4 * std::sin(t);
  // cos(2x + t) = (1 − 2 sin² x) cos t − 2 sin x cos x sin t
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0); },
      [&](Index i, double sine, double cosine) {
        out(i, 0) = rise * sine + far * (1 - 2 * sine * sine) - 2 * near * sine * cosine;
      });
}

double Periodic::f(double t, double x) const {
  return (1 + 0.5 * std::sin(2 * t)) * std::sin(x) + 0.4 * std::cos(2 * x + t);
}

double Periodic::f_t(double t, double x) const {
  return std::cos(2 * t) * std::sin(x) - 0.4 * std::sin(2 * x + t);
}

double Periodic::f_x(double t, double x) const {
  return (1 + 0.5 * std::sin(2 * t)) * std::cos(x) - 0.8 * std::sin(2 * x + t);
}

double Periodic::f_xx(double t, double x) const {
  return -(1 + 0.5 * std::sin(2 * t)) * std::sin(x) - 1.6 * std::cos(2 * x + t);
}

double Periodic::variance_rate(double t) const { return 0.6 + 0.5 * std::sin(3 * t); }

double Periodic::variance_rate_t(double t) const { return 1.5 * std::cos(3 * t); }

double Periodic::noise_variance(double s, double t) const {
  return 0.6 * (t - s) + 0.5 / 3 * (std::cos(3 * s) - std::cos(3 * t));
}

}  // namespace kolmo::measure
