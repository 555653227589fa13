#pragma once
// Two-dimensional processes whose noise is a matrix.

#include <cmath>
#include <string>

#include "kolmo/process/noise/matrix_noise.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/process/structure/linear_drift.hpp"

namespace kolmo::sde::test {

/// A nonlinear, non-autonomous drift in the plane, globally Lipschitz; the noise is the derived class's.
class PlaneDrift : public process::MatrixNoise, public process::DriftJacobian, public process::LinearDrift {
 public:
  Index dimension() const override { return 2; }
  Index noise_dimension() const override { return 2; }
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
  const Eigen::ArrayXd* linear_rates() const override { return &rates_; }

 private:
  Eigen::ArrayXd rates_ = Eigen::Array2d(-0.5, 0.3);
};

/// G_1 = 0.3 (X − c), G_2 = 0.4 J (X − c) with the rotation J and c = (2, −1): scaling and rotation commute,
/// and (∂G_1) G_2 = (∂G_2) G_1 = 0.12 J (X − c) ≠ 0.
class CommutativeNoise : public PlaneDrift {
 public:
  std::string name() const override { return "commutative_noise"; }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::commutative; }
  void diffusion_matrix(double, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) columns(x(i, 0) - 2, x(i, 1) + 1, i, out);
  }
  void diffusion_matrix_derivative(double, const ConstBlock&, const ConstBlock& v, Block out) const override {
    for (Index i = 0; i < v.rows(); ++i) columns(v(i, 0), v(i, 1), i, out);
  }

 private:
  static void columns(double a, double b, Index i, Block out) {
    out(i, 0) = 0.3 * a, out(i, 1) = 0.3 * b;
    out(i, 2) = -0.4 * b, out(i, 3) = 0.4 * a;
  }
};

/// G_1 = (0.6 + 0.3 sin(y + t), 0.4 cos x), G_2 = (0.3 cos(x − y), 0.5 + 0.3 sin(x + t)): does not commute.
class GeneralNoise : public PlaneDrift {
 public:
  std::string name() const override { return "general_noise"; }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::general; }
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) {
      const double a = x(i, 0), b = x(i, 1);
      out(i, 0) = 0.6 + 0.3 * std::sin(b + t), out(i, 1) = 0.4 * std::cos(a);
      out(i, 2) = 0.3 * std::cos(a - b), out(i, 3) = 0.5 + 0.3 * std::sin(a + t);
    }
  }
  void diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                   Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) {
      const double a = x(i, 0), b = x(i, 1);
      out(i, 0) = 0.3 * std::cos(b + t) * v(i, 1), out(i, 1) = -0.4 * std::sin(a) * v(i, 0);
      out(i, 2) = -0.3 * std::sin(a - b) * (v(i, 0) - v(i, 1)), out(i, 3) = 0.3 * std::cos(a + t) * v(i, 0);
    }
  }
};

/// The same, saying that it commutes: what a scheme does then is to leave the Lévy areas out.
class FalselyCommutative final : public GeneralNoise {
 public:
  process::NoiseKind noise_kind() const override { return process::NoiseKind::commutative; }
};

/// G = ((0.7, 0.2, 0.1), (−0.3, 0.5, 0.4)): three Brownian motions in the plane.
class ConstantNoise : public PlaneDrift {
 public:
  std::string name() const override { return "constant_noise"; }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::constant; }
  Index noise_dimension() const override { return 3; }
  void diffusion_matrix(double, const ConstBlock&, Block out) const override {
    constexpr double g[] = {0.7, -0.3, 0.2, 0.5, 0.1, 0.4};
    for (Index k = 0; k < 6; ++k) out.col(k) = g[k];
  }
};

/// The diagonal noise of a process, said as a matrix of the given kind.
class AsMatrix final : public process::MatrixNoise,
                       public process::DriftJacobian,
                       public process::LinearDrift {
 public:
  AsMatrix(const process::Process& process, process::NoiseKind kind) : process_(process), kind_(kind) {}
  std::string name() const override { return process_.name(); }
  Index dimension() const override { return process_.dimension(); }
  Index noise_dimension() const override { return process_.dimension(); }
  process::NoiseKind noise_kind() const override { return kind_; }
  void drift(double t, const ConstBlock& x, Block out) const override { process_.drift(t, x, out); }
  void drift_divergence(double t, const ConstBlock& x, Values out) const override {
    process_.drift_divergence(t, x, out);
  }
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override {
    process::drift_jacobian(process_, t, x, out);
  }
  bool has_drift_jacobian() const override { return process::has_drift_jacobian(process_); }
  const Eigen::ArrayXd* linear_rates() const override { return process::linear_rates(process_); }
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override {
    process_.diffusion_matrix(t, x, out);
  }
  void diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                   Block out) const override {
    process_.diffusion_matrix_derivative(t, x, v, out);
  }

 private:
  const process::Process& process_;
  process::NoiseKind kind_;
};

}  // namespace kolmo::sde::test
