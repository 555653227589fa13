#pragma once
// A process whose drift is split into a linear part and the rest.

#include <memory>

#include "kolmo/process/process.hpp"

namespace kolmo::process {

/// The same process dX = f(t, X) dt + G dW, which says that f_j(t, x) = a_j x_j + N_j(t, x), so that an
/// exponential integrator takes a_j x_j exactly: a_j < 0 the stiff rates of f. For Langevin dynamics in V a
/// natural choice is a_j = −∂²V/∂x_j² at the bottom of a stiff well: what is left, N = −∇(V − ½Σ(−a_j) x_j²),
/// varies slowly there. Nothing else changes.
class WithLinearPart final : public Process {
 public:
  /// process not null, rates d finite numbers (else InvalidArgument).
  WithLinearPart(std::shared_ptr<const Process> process, Eigen::ArrayXd rates);
  /// The same rate in every coordinate.
  WithLinearPart(std::shared_ptr<const Process> process, double rate);
  const Eigen::ArrayXd* linear_rates() const override { return &rates_; }

  std::string name() const override { return process_->name(); }
  Index dimension() const override { return process_->dimension(); }
  std::optional<bool> constant_coefficients() const override { return process_->constant_coefficients(); }
  void drift(double t, const ConstBlock& x, Block out) const override { process_->drift(t, x, out); }
  void drift_divergence(double t, const ConstBlock& x, Values out) const override {
    process_->drift_divergence(t, x, out);
  }
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override {
    process_->drift_jacobian(t, x, out);
  }
  bool has_drift_jacobian() const override { return process_->has_drift_jacobian(); }
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
  std::optional<KernelView> kernel_view(double s, double t) const override {
    return process_->kernel_view(s, t);
  }
  std::optional<GradientStructure> gradient_structure() const override {
    return process_->gradient_structure();
  }
  std::optional<KineticStructure> kinetic_structure() const override { return process_->kinetic_structure(); }
  double clock(double t) const override { return process_->clock(t); }
  double clock_inverse(double tau) const override { return process_->clock_inverse(tau); }
  std::shared_ptr<const Process> on_clock() const override { return process_->on_clock(); }

 private:
  std::shared_ptr<const Process> process_;
  Eigen::ArrayXd rates_;
};

}  // namespace kolmo::process
