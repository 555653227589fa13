#pragma once
// A process whose drift is off by a factor.

#include <memory>

#include "kolmo/process/process.hpp"

namespace kolmo::process {

/// dX = c f(t, X) dt + G dW for a given process dX = f dt + G dW. Where that is a gradient flow of V, this is
/// one of cV at the same temperature. It has no closed-form kernel. The yardstick of certificates: c = 1.02
/// is a drift 2 % off.
class ScaledDrift final : public Process {
 public:
  /// process not null, factor finite and > 0 (else InvalidArgument).
  ScaledDrift(std::shared_ptr<const Process> process, double factor);
  std::string name() const override { return process_->name(); }
  Index dimension() const override { return process_->dimension(); }
  std::optional<bool> constant_coefficients() const override { return process_->constant_coefficients(); }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override;
  bool has_drift_jacobian() const override { return process_->has_drift_jacobian(); }
  const Eigen::ArrayXd* linear_rates() const override { return rates_.size() > 0 ? &rates_ : nullptr; }
  NoiseKind noise_kind() const override { return process_->noise_kind(); }
  void diffusion_diagonal(double t, const ConstBlock& x, Block out) const override {
    process_->diffusion_diagonal(t, x, out);
  }
  void diffusion_derivative(double t, const ConstBlock& x, Block out) const override {
    process_->diffusion_derivative(t, x, out);
  }
  Index noise_dimension() const override { return process_->noise_dimension(); }
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override {
    process_->diffusion_matrix(t, x, out);
  }
  void diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                   Block out) const override {
    process_->diffusion_matrix_derivative(t, x, v, out);
  }
  double diffusion(double t) const override { return process_->diffusion(t); }
  double noise_variance(double s, double t) const override { return process_->noise_variance(s, t); }
  std::optional<GradientStructure> gradient_structure() const override;

 private:
  std::shared_ptr<const Process> process_;
  double factor_;
  Eigen::ArrayXd rates_;  ///< those of the process times the factor; empty where there are none
};

}  // namespace kolmo::process
