#pragma once
// A process whose diffusion is off by a factor.

#include <memory>

#include "kolmo/process/process.hpp"

namespace kolmo::process {

/// dX = f(t, X) dt + √c G dW for a given process dX = f dt + G dW: its diffusion G Gᵀ is c times that one's.
/// Where that is a gradient flow at temperature T, this is one at cT in the same potential. It has no
/// closed-form kernel. The yardstick of certificates beside ScaledDrift: c = 1.02 is a diffusion 2 % off, a
/// noise g 1 % off.
class ScaledDiffusion final : public Process {
 public:
  /// process not null, factor finite and > 0 (else InvalidArgument).
  ScaledDiffusion(std::shared_ptr<const Process> process, double factor);
  std::string name() const override { return process_->name(); }
  Index dimension() const override { return process_->dimension(); }
  void drift(double t, const ConstBlock& x, Block out) const override { process_->drift(t, x, out); }
  void drift_divergence(double t, const ConstBlock& x, Values out) const override {
    process_->drift_divergence(t, x, out);
  }
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override {
    process_->drift_jacobian(t, x, out);
  }
  bool has_drift_jacobian() const override { return process_->has_drift_jacobian(); }
  const Eigen::ArrayXd* linear_rates() const override { return process_->linear_rates(); }
  NoiseKind noise_kind() const override { return process_->noise_kind(); }
  void diffusion_diagonal(double t, const ConstBlock& x, Block out) const override;
  void diffusion_derivative(double t, const ConstBlock& x, Block out) const override;
  Index noise_dimension() const override { return process_->noise_dimension(); }
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override;
  void diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                   Block out) const override;
  double diffusion(double t) const override { return root_ * process_->diffusion(t); }
  double noise_variance(double s, double t) const override {
    return factor_ * process_->noise_variance(s, t);
  }
  std::optional<GradientStructure> gradient_structure() const override;

 private:
  std::shared_ptr<const Process> process_;
  double factor_, root_;
};

}  // namespace kolmo::process
