#include "kolmo/measure/problems/explicit_solutions.hpp"

#include <cmath>

namespace kolmo::measure {
namespace {

constexpr double b = 0.5;

}  // namespace

void TanhProcess::drift(double, const ConstBlock& x, Block out) const { out = -b * b * x * (1 - x.square()); }

void TanhProcess::drift_divergence(double, const ConstBlock& x, Values out) const {
  out = -b * b * (1 - 3 * x.col(0).square());
}

void TanhProcess::diffusion_diagonal(double, const ConstBlock& x, Block out) const {
  out = b * (1 - x.square());
}

void TanhProcess::diffusion_derivative(double, const ConstBlock& x, Block out) const { out = -2 * b * x; }

void TanhProcess::solve(double, const ConstBlock& w, Block x) {
  for (Index i = 0; i < x.rows(); ++i) x(i, 0) = std::tanh(b * w(i, 0) + std::atanh(x(i, 0)));
}

void SinhProcess::drift(double, const ConstBlock& x, Block out) const {
  out = 0.5 * x + (1 + x.square()).sqrt();
}

void SinhProcess::drift_divergence(double, const ConstBlock& x, Values out) const {
  out = 0.5 + x.col(0) / (1 + x.col(0).square()).sqrt();
}

void SinhProcess::diffusion_diagonal(double, const ConstBlock& x, Block out) const {
  out = (1 + x.square()).sqrt();
}

void SinhProcess::diffusion_derivative(double, const ConstBlock& x, Block out) const {
  out = x / (1 + x.square()).sqrt();
}

void SinhProcess::solve(double t, const ConstBlock& w, Block x) {
  for (Index i = 0; i < x.rows(); ++i) x(i, 0) = std::sinh(t + w(i, 0) + std::asinh(x(i, 0)));
}

}  // namespace kolmo::measure
