#pragma once
// Processes in the plane whose noise is a matrix, 2π-periodic in both coordinates.

#include "kolmo/process/noise/matrix_noise.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/process/structure/linear_drift.hpp"
#include "kolmo/process/structure/noise_of_time_alone.hpp"

namespace kolmo::measure {

/// Nonlinear, non-autonomous, globally Lipschitz drift, two Brownian motions:
/// f = (0.7 sin(x + y) + 0.3 cos t, 0.6 cos(x − t) − 0.4 sin y).
class PlaneMatrixProcess : public process::MatrixNoise,
                           public process::DriftJacobian,
                           public process::LinearDrift {
 public:
  Index dimension() const override { return 2; }
  Index noise_dimension() const override { return 2; }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override;
  const Eigen::ArrayXd* linear_rates() const override { return &rates_; }

 private:
  Eigen::ArrayXd rates_ = Eigen::Array2d(-0.5, -0.8);
};

/// G = ((0.7, −0.2), (0.3, 0.6)).
class ConstantMatrix final : public PlaneMatrixProcess {
 public:
  std::string name() const override { return "constant_matrix"; }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::constant; }
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override;
};

/// G = (a (1, 1), b (1, −1)) with a = 0.5 + 0.2 sin(x + y + 2t), b = 0.4 + 0.2 cos(x − y − t): neither field
/// changes along the other.
class CommutativeMatrix final : public PlaneMatrixProcess {
 public:
  std::string name() const override { return "commutative_matrix"; }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::commutative; }
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override;
  void diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                   Block out) const override;
};

/// G = ((0.6 + 0.2 sin y, 0.3 sin(y + 2t)), (0.35 cos(x − t), 0.6 + 0.2 cos x)): does not commute.
class NonCommutativeMatrix final : public PlaneMatrixProcess {
 public:
  std::string name() const override { return "non_commutative_matrix"; }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::general; }
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override;
  void diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                   Block out) const override;
};

/// G = (0.4 + 0.5 sin(y + 2t), 0.3 + 0.5 cos(x − y)): one Brownian motion drives both coordinates, each by
/// what depends on the other, and drift and noise do not commute.
class OneMotionMatrix final : public PlaneMatrixProcess {
 public:
  std::string name() const override { return "one_motion_matrix"; }
  Index noise_dimension() const override { return 1; }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::commutative; }
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override;
  void diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                   Block out) const override;
};

/// G = ((0.7 + 0.4 sin 3t, −0.2), (0.3, 0.6 cos 2t)): additive, and changes in time.
class ChangingMatrix final : public PlaneMatrixProcess, public process::NoiseOfTimeAlone {
 public:
  std::string name() const override { return "changing_matrix"; }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::commutative; }
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override;
  void diffusion_matrix_derivative(double, const ConstBlock&, const ConstBlock&, Block out) const override {
    out.setZero();
  }
};

}  // namespace kolmo::measure
