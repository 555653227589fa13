#pragma once
// One-dimensional processes whose derivatives are known.

#include <cmath>
#include <string>

#include "kolmo/process/process.hpp"

namespace kolmo::measure {

/// dX = f(t, X) dt + g(t) dW: f and g² are given by the derived class.
class Process1D : public process::Process {
 public:
  std::string name() const override { return "test"; }
  Index dimension() const override { return 1; }
  void drift(double t, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i, 0) = f(t, x(i, 0));
  }
  void drift_divergence(double t, const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i) = f_x(t, x(i, 0));
  }
  double diffusion(double t) const override { return std::sqrt(variance_rate(t)); }

  virtual double f(double t, double x) const = 0;
  virtual double f_x(double t, double x) const = 0;
  virtual double variance_rate(double t) const = 0;
};

/// Drift f and noise g at (t, x) with their derivatives.
struct Derivatives {
  double f, f_t, f_x, f_xx, g, g_t, g_x, g_xx;
};

/// A one-dimensional process, 2π-periodic in x, whose derivatives are known.
class Smooth {
 public:
  virtual ~Smooth() = default;
  virtual Derivatives derivatives(double t, double x) const = 0;
  virtual const process::Process& process() const = 0;
};

}  // namespace kolmo::measure
