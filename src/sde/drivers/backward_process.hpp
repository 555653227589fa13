#pragma once
// An equation run from later times to earlier ones along the same Brownian path.

#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"

namespace kolmo::sde {

/// The process Y_s = X_{−s} of dX = f dt + G dW, in the time s = −t and along W̃_s = W_{−s}. The equation in
/// Stratonovich's sense, whose drift is f − ½ Σ_k (∂G_k) G_k, holds in both directions of time, so that in
/// Itô's sense
///   dY = [−f + Σ_k (∂G_k) G_k](−s, Y) ds + G(−s, Y) dW̃
/// (Kunita 1990, Stochastic Flows and Stochastic Differential Equations, section 4.2). Over a step of length
/// h ΔW̃ = −ΔW and ΔZ̃ = ΔZ − h ΔW, which is z̃ = −z and ũ = u. The process must outlive this one.
class BackwardProcess final : public process::Process, public process::DriftJacobian {
 public:
  explicit BackwardProcess(const process::Process& process) : process_(process) {}

  /// InvalidArgument unless the noise is scalar, diagonal or constant, or one Brownian motion, and the
  /// derivative of a G that depends on the state is defined.
  static void validate(const process::Process& process);

  std::string name() const override { return process_.name(); }
  Index dimension() const override { return process_.dimension(); }
  Index noise_dimension() const override { return process_.noise_dimension(); }
  process::NoiseKind noise_kind() const override { return process_.noise_kind(); }

  void drift(double s, const ConstBlock& x, Block out) const override;
  /// Of additive noise alone, as implicit schemes ask for it.
  void drift_jacobian(double s, const ConstBlock& x, Block out) const override;
  bool has_drift_jacobian() const override;

  void diffusion_diagonal(double s, const ConstBlock& x, Block out) const override {
    process_.diffusion_diagonal(-s, x, out);
  }
  void diffusion_derivative(double s, const ConstBlock& x, Block out) const override {
    process_.diffusion_derivative(-s, x, out);
  }
  void diffusion_matrix(double s, const ConstBlock& x, Block out) const override {
    process_.diffusion_matrix(-s, x, out);
  }
  void diffusion_matrix_derivative(double s, const ConstBlock& x, const ConstBlock& v,
                                   Block out) const override {
    process_.diffusion_matrix_derivative(-s, x, v, out);
  }
  double diffusion(double s) const override { return process_.diffusion(-s); }
  double noise_variance(double r, double s) const override { return process_.noise_variance(-s, -r); }

 private:
  const process::Process& process_;
};

}  // namespace kolmo::sde
