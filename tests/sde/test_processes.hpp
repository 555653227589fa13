#pragma once
// Processes with known derivatives for the tests of schemes.

#include <cmath>
#include <string>

#include "kolmo/process/diagonal_noise.hpp"
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
  void drift_divergence(double t, const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i) = f_x(t, x(i, 0));
  }
  double diffusion(double t) const override { return std::sqrt(variance_rate(t)); }

  virtual double f(double t, double x) const = 0;
  virtual double f_x(double t, double x) const = 0;
  virtual double variance_rate(double t) const = 0;
};

/// Drift f and noise g of one dimension at (t, x) with their derivatives.
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

/// Nonlinear, non-autonomous, 2π-periodic in x, globally Lipschitz, with noise that depends on time:
/// f = (1 + ½ sin 2t) sin x + ⅖ cos(2x + t), g² = 0.6 + 0.5 sin 3t.
class Periodic : public Process1D, public Smooth {
 public:
  const process::Process& process() const override { return *this; }
  Derivatives derivatives(double t, double x) const override {
    const double g = std::sqrt(variance_rate(t));
    return {f(t, x), f_t(t, x), f_x(t, x), f_xx(t, x), g, variance_rate_t(t) / (2 * g), 0, 0};
  }
  double f(double t, double x) const override {
    return (1 + 0.5 * std::sin(2 * t)) * std::sin(x) + 0.4 * std::cos(2 * x + t);
  }
  double f_t(double t, double x) const { return std::cos(2 * t) * std::sin(x) - 0.4 * std::sin(2 * x + t); }
  double f_x(double t, double x) const override {
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
  const Eigen::ArrayXd* linear_rates() const override { return &rates_; }

 private:
  Eigen::ArrayXd rates_ = Eigen::ArrayXd::Constant(1, -0.7);
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
  double f_x(double, double) const override { return 0; }
  double variance_rate(double t) const override { return 3 * t * t; }
  double noise_variance(double s, double t) const override { return t * t * t - s * s * s; }
};

/// f = −x³, on which explicit schemes diverge.
class Cubic : public Process1D {
 public:
  std::string name() const override { return "cubic"; }
  double f(double, double x) const override { return -x * x * x; }
  double f_x(double, double x) const override { return -3 * x * x; }
  double variance_rate(double) const override { return 2; }
  double noise_variance(double s, double t) const override { return 2 * (t - s); }
};

/// The drift of Periodic with noise that depends on the state: g = 0.8 + ½ sin(x + 2t).
class StateNoise : public process::DiagonalNoise, public Smooth {
 public:
  const process::Process& process() const override { return *this; }
  std::string name() const override { return "state_noise"; }
  Index dimension() const override { return 1; }
  void drift(double t, const ConstBlock& x, Block out) const override { drift_.drift(t, x, out); }
  void drift_divergence(double t, const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i) = drift_.f_x(t, x(i, 0));
  }
  const Eigen::ArrayXd* linear_rates() const override { return drift_.linear_rates(); }
  void diffusion_diagonal(double t, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i, 0) = 0.8 + 0.5 * std::sin(x(i, 0) + 2 * t);
  }
  void diffusion_derivative(double t, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i, 0) = 0.5 * std::cos(x(i, 0) + 2 * t);
  }
  Derivatives derivatives(double t, double x) const override {
    const double s = 0.5 * std::sin(x + 2 * t), c = 0.5 * std::cos(x + 2 * t);
    return {drift_.f(t, x), drift_.f_t(t, x), drift_.f_x(t, x), drift_.f_xx(t, x), 0.8 + s, 2 * c, c, -s};
  }

 private:
  Periodic drift_;
};

/// The same with g = 0, which is diagonal noise still.
class NoiselessState final : public StateNoise {
 public:
  void diffusion_diagonal(double, const ConstBlock&, Block out) const override { out.setZero(); }
  void diffusion_derivative(double, const ConstBlock&, Block out) const override { out.setZero(); }
};

/// State-dependent noise in the plane, with a drift that couples the coordinates.
class PlaneNoise : public process::DiagonalNoise {
 public:
  std::string name() const override { return "plane_noise"; }
  Index dimension() const override { return 2; }
  void drift(double t, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) {
      out(i, 0) = std::sin(x(i, 0) + 2 * x(i, 1)) + 0.5 * std::cos(t);
      out(i, 1) = std::cos(x(i, 0) - x(i, 1) + t);
    }
  }
  void drift_divergence(double t, const ConstBlock& x, Values out) const override {
    for (Index i = 0; i < x.rows(); ++i) {
      out(i) = std::cos(x(i, 0) + 2 * x(i, 1)) + std::sin(x(i, 0) - x(i, 1) + t);
    }
  }
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) {
      const double c = std::cos(x(i, 0) + 2 * x(i, 1)), s = std::sin(x(i, 0) - x(i, 1) + t);
      out(i, 0) = c, out(i, 1) = -s, out(i, 2) = 2 * c, out(i, 3) = s;
    }
  }
  bool has_drift_jacobian() const override { return true; }
  const Eigen::ArrayXd* linear_rates() const override { return &rates_; }
  void diffusion_diagonal(double t, const ConstBlock& x, Block out) const override {
    for (Index j = 0; j < 2; ++j) {
      for (Index i = 0; i < x.rows(); ++i) out(i, j) = 0.8 + 0.5 * std::sin(x(i, j) + 2 * t);
    }
  }
  void diffusion_derivative(double t, const ConstBlock& x, Block out) const override {
    for (Index j = 0; j < 2; ++j) {
      for (Index i = 0; i < x.rows(); ++i) out(i, j) = 0.5 * std::cos(x(i, j) + 2 * t);
    }
  }

 private:
  Eigen::ArrayXd rates_ = Eigen::Array2d(-0.5, 0.3);
};

/// Noise that says it depends on the state and defines nothing.
class UndefinedNoise : public Ornstein {
 public:
  process::NoiseKind noise_kind() const override { return process::NoiseKind::diagonal; }
};

}  // namespace kolmo::sde::test
