#pragma once
// A process with a slightly nonlinear drift, and the mean of its Euler–Maruyama chain without sampling.

#include <cmath>

#include "kolmo/process/process.hpp"

namespace kolmo::multilevel {

/// dX = −(X + ½ sin X) dt + 0.7 dW.
class Bent final : public process::Process {
 public:
  std::string name() const override { return "bent"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i, 0) = f(x(i, 0));
  }
  void drift_divergence(double, const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i) = -1 - 0.5 * std::cos(x(i, 0));
  }
  double diffusion(double) const override { return 0.7; }
  double noise_variance(double s, double t) const override { return variance_rate * (t - s); }
  static double f(double x) { return -x - 0.5 * std::sin(x); }
  static constexpr double variance_rate = 0.49;
};

/// E X_N of the Euler–Maruyama chain of Bent from `start`: its transition densities N(x + h f(x), V), V = h
/// g², put together by the trapezoidal rule, whose error for products of two Gaussians on a lattice of
/// spacing √V/3 is of the order e^{−9π²}; more than 10 standard deviations of the stationary law on both
/// sides.
double bent_mean(double start, double end, Index steps);

}  // namespace kolmo::multilevel
