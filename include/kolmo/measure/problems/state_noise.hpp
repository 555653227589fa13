#pragma once
// Noise that depends on the state, in one dimension and in the plane.

#include "kolmo/measure/problems/periodic.hpp"
#include "kolmo/process/noise/diagonal_noise.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/process/structure/linear_drift.hpp"

namespace kolmo::measure {

/// The drift of Periodic with g = 0.8 + ½ sin(x + 2t).
class StateNoise : public process::DiagonalNoise, public Smooth, public process::LinearDrift {
 public:
  const process::Process& process() const override { return *this; }
  std::string name() const override { return "state_noise"; }
  Index dimension() const override { return 1; }
  void drift(double t, const ConstBlock& x, Block out) const override { drift_.drift(t, x, out); }
  void drift_divergence(double t, const ConstBlock& x, Values out) const override {
    drift_.drift_divergence(t, x, out);
  }
  void diffusion_diagonal(double t, const ConstBlock& x, Block out) const override;
  void diffusion_derivative(double t, const ConstBlock& x, Block out) const override;
  Derivatives derivatives(double t, double x) const override;
  const Eigen::ArrayXd* linear_rates() const override { return drift_.linear_rates(); }

 private:
  Periodic drift_;
};

/// The same with g = 0, which is diagonal noise still.
class NoiselessState final : public StateNoise {
 public:
  void diffusion_diagonal(double, const ConstBlock&, Block out) const override { out.setZero(); }
  void diffusion_derivative(double, const ConstBlock&, Block out) const override { out.setZero(); }
};

/// In the plane, with a drift that couples the coordinates, 2π-periodic in both:
/// f = (sin(x + 2y) + ½ cos t, cos(x − y + t)), g_j = 0.8 + ½ sin(x_j + 2t).
class PlaneNoise : public process::DiagonalNoise, public process::DriftJacobian, public process::LinearDrift {
 public:
  std::string name() const override { return "plane_noise"; }
  Index dimension() const override { return 2; }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override;
  const Eigen::ArrayXd* linear_rates() const override { return &rates_; }
  void diffusion_diagonal(double t, const ConstBlock& x, Block out) const override;
  void diffusion_derivative(double t, const ConstBlock& x, Block out) const override;

 private:
  Eigen::ArrayXd rates_ = Eigen::Array2d(-0.5, 0.3);
};

}  // namespace kolmo::measure
