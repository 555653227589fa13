#pragma once
// Processes with known derivatives for the tests of schemes.

#include <cmath>
#include <string>

#include "kolmo/process/process.hpp"

namespace kolmo::sde::test {

/// One-dimensional: f(t, x) and ∫g² are given by the derived class.
class Process1D : public process::Process {
 public:
  std::string name() const override { return "test"; }
  Index dimension() const override { return 1; }
  void drift(double t, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i, 0) = f(t, x(i, 0));
  }
  void drift_divergence(double, const ConstBlock&, Values out) const override {
    out.setConstant(std::nan(""));
  }
  double diffusion(double t) const override { return std::sqrt(variance_rate(t)); }

  virtual double f(double t, double x) const = 0;
  virtual double variance_rate(double t) const = 0;
};

/// Nonlinear, non-autonomous, 2π-periodic in x, globally Lipschitz, with noise that depends on time:
/// f = (1 + ½ sin 2t) sin x + ⅖ cos(2x + t), g² = 0.6 + 0.5 sin 3t.
class Periodic : public Process1D {
 public:
  double f(double t, double x) const override {
    return (1 + 0.5 * std::sin(2 * t)) * std::sin(x) + 0.4 * std::cos(2 * x + t);
  }
  double f_t(double t, double x) const { return std::cos(2 * t) * std::sin(x) - 0.4 * std::sin(2 * x + t); }
  double f_x(double t, double x) const {
    return (1 + 0.5 * std::sin(2 * t)) * std::cos(x) - 0.8 * std::sin(2 * x + t);
  }
  double f_xx(double t, double x) const {
    return -(1 + 0.5 * std::sin(2 * t)) * std::sin(x) - 1.6 * std::cos(2 * x + t);
  }
  double variance_rate(double t) const override { return 0.6 + 0.5 * std::sin(3 * t); }
  double variance_rate_t(double t) const { return 1.5 * std::cos(3 * t); }
  double noise_variance(double s, double t) const override {
    return 0.6 * (t - s) + 0.5 / 3 * (std::cos(3 * s) - std::cos(3 * t));
  }
};

/// The same with the noise frozen at the start of the step, g(s)² (t − s): what weak order 2 does not
/// forgive.
class FrozenNoise : public Periodic {
 public:
  double noise_variance(double s, double t) const override { return variance_rate(s) * (t - s); }
};

/// The same without noise.
class Noiseless : public Periodic {
 public:
  double variance_rate(double) const override { return 0; }
  double noise_variance(double, double) const override { return 0; }
};

/// f = −x, g² = 2, in any dimension.
class Ornstein : public process::Process {
 public:
  explicit Ornstein(Index dimension = 1) : dimension_(dimension) {}
  std::string name() const override { return "ornstein"; }
  Index dimension() const override { return dimension_; }
  void drift(double, const ConstBlock& x, Block out) const override { out = -x; }
  void drift_divergence(double, const ConstBlock&, Values out) const override {
    out = -static_cast<double>(dimension_);
  }
  double diffusion(double) const override { return std::sqrt(2.0); }
  double noise_variance(double s, double t) const override { return 2 * (t - s); }

 private:
  Index dimension_;
};

/// f = 0 and g² = 3t².
class Martingale : public Process1D {
 public:
  double f(double, double) const override { return 0; }
  double variance_rate(double t) const override { return 3 * t * t; }
  double noise_variance(double s, double t) const override { return t * t * t - s * s * s; }
};

/// f = −x³, on which explicit schemes diverge.
class Cubic : public Process1D {
 public:
  std::string name() const override { return "cubic"; }
  double f(double, double x) const override { return -x * x * x; }
  double variance_rate(double) const override { return 2; }
  double noise_variance(double s, double t) const override { return 2 * (t - s); }
};

/// Noise that no scheme accepts yet.
class DiagonalNoise : public Ornstein {
 public:
  process::NoiseKind noise_kind() const override { return process::NoiseKind::diagonal; }
};

}  // namespace kolmo::sde::test
