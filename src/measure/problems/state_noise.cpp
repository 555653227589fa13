#include "kolmo/measure/problems/state_noise.hpp"

#include <cmath>

#include "measure/problems/waves.hpp"

namespace kolmo::measure {
namespace {

/// out(i, j) = 0.8 + ½ sin(x_ij + 2t).
void wave(double t, const ConstBlock& x, Block out) {
  for (Index j = 0; j < x.cols(); ++j) {
    for_each_wave(
        x.rows(), [&](Index i) { return x(i, j) + 2 * t; },
        [&](Index i, double sine, double) { out(i, j) = 0.8 + 0.5 * sine; });
  }
}

void wave_derivative(double t, const ConstBlock& x, Block out) {
  for (Index j = 0; j < x.cols(); ++j) {
    for_each_wave(
        x.rows(), [&](Index i) { return x(i, j) + 2 * t; },
        [&](Index i, double, double cosine) { out(i, j) = 0.5 * cosine; });
  }
}

}  // namespace

void StateNoise::diffusion_diagonal(double t, const ConstBlock& x, Block out) const { wave(t, x, out); }

void StateNoise::diffusion_derivative(double t, const ConstBlock& x, Block out) const {
  wave_derivative(t, x, out);
}

Derivatives StateNoise::derivatives(double t, double x) const {
  const double s = 0.5 * std::sin(x + 2 * t), c = 0.5 * std::cos(x + 2 * t);
  return {drift_.f(t, x), drift_.f_t(t, x), drift_.f_x(t, x), drift_.f_xx(t, x), 0.8 + s, 2 * c, c, -s};
}

void PlaneNoise::drift(double t, const ConstBlock& x, Block out) const {
  const double push = 0.5 * std::cos(t);
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0) + 2 * x(i, 1); },
      [&](Index i, double sine, double) { out(i, 0) = sine + push; });
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0) - x(i, 1) + t; },
      [&](Index i, double, double cosine) { out(i, 1) = cosine; });
}

void PlaneNoise::drift_divergence(double t, const ConstBlock& x, Values out) const {
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0) + 2 * x(i, 1); },
      [&](Index i, double, double cosine) { out(i) = cosine; });
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0) - x(i, 1) + t; },
      [&](Index i, double sine, double) { out(i) += sine; });
}

void PlaneNoise::drift_jacobian(double t, const ConstBlock& x, Block out) const {
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0) + 2 * x(i, 1); },
      [&](Index i, double, double cosine) {
        out(i, 0) = cosine;
        out(i, 2) = 2 * cosine;
      });
  for_each_wave(
      x.rows(), [&](Index i) { return x(i, 0) - x(i, 1) + t; },
      [&](Index i, double sine, double) {
        out(i, 1) = -sine;
        out(i, 3) = sine;
      });
}

void PlaneNoise::diffusion_diagonal(double t, const ConstBlock& x, Block out) const { wave(t, x, out); }

void PlaneNoise::diffusion_derivative(double t, const ConstBlock& x, Block out) const {
  wave_derivative(t, x, out);
}

}  // namespace kolmo::measure
