#include "kolmo/measure/problems/state_noise.hpp"

#include <cmath>

namespace kolmo::measure {
namespace {

/// out(i, j) = 0.8 + ½ sin(x_ij + 2t).
void wave(double t, const ConstBlock& x, Block out) {
  for (Index j = 0; j < x.cols(); ++j) {
    for (Index i = 0; i < x.rows(); ++i) out(i, j) = 0.8 + 0.5 * std::sin(x(i, j) + 2 * t);
  }
}

void wave_derivative(double t, const ConstBlock& x, Block out) {
  for (Index j = 0; j < x.cols(); ++j) {
    for (Index i = 0; i < x.rows(); ++i) out(i, j) = 0.5 * std::cos(x(i, j) + 2 * t);
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
  for (Index i = 0; i < x.rows(); ++i) {
    out(i, 0) = std::sin(x(i, 0) + 2 * x(i, 1)) + 0.5 * std::cos(t);
    out(i, 1) = std::cos(x(i, 0) - x(i, 1) + t);
  }
}

void PlaneNoise::drift_divergence(double t, const ConstBlock& x, Values out) const {
  for (Index i = 0; i < x.rows(); ++i) {
    out(i) = std::cos(x(i, 0) + 2 * x(i, 1)) + std::sin(x(i, 0) - x(i, 1) + t);
  }
}

void PlaneNoise::drift_jacobian(double t, const ConstBlock& x, Block out) const {
  for (Index i = 0; i < x.rows(); ++i) {
    out(i, 0) = std::cos(x(i, 0) + 2 * x(i, 1));
    out(i, 1) = -std::sin(x(i, 0) - x(i, 1) + t);
    out(i, 2) = 2 * out(i, 0);
    out(i, 3) = -out(i, 1);
  }
}

void PlaneNoise::diffusion_diagonal(double t, const ConstBlock& x, Block out) const { wave(t, x, out); }

void PlaneNoise::diffusion_derivative(double t, const ConstBlock& x, Block out) const {
  wave_derivative(t, x, out);
}

}  // namespace kolmo::measure
