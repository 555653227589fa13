#pragma once
// Underdamped (kinetic) Langevin dynamics.

#include "kolmo/process/noise/matrix_noise.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"
#include "kolmo/process/structure/linear_drift.hpp"

namespace kolmo::process {

/// dq = p dt,   dp = −∇V(q) dt − γ p dt + √(2γT) dW   (unit mass, T = 1/β) on x = (q, p) of dimension d = 2n,
/// positions in columns 0 … n − 1, momenta in columns n … 2n − 1, driven by n Brownian motions.
///
/// For γ > 0 and e^{−V/T} integrable the stationary density is ∝ exp(−(V(q) + ½|p|²)/T): q has the law of
/// OverdampedLangevin, p ~ N(0, T I) beside it. γ = 0 is Hamilton's flow. Source: Pavliotis (2014),
/// chapter 6.
class UnderdampedLangevin final : public MatrixNoise,
                                  public DriftJacobian,
                                  public LinearDrift,
                                  public KineticLangevin {
 public:
  /// potential not null; friction ≥ 0 and temperature > 0, finite (else InvalidArgument).
  UnderdampedLangevin(std::shared_ptr<const density::Potential> potential, double friction,
                      double temperature);
  std::string name() const override { return "underdamped_langevin"; }
  Index dimension() const override { return rates_.size(); }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  /// Where n = 1: a potential gives its second derivative there alone.
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override;
  bool has_drift_jacobian() const override { return noise_dimension() == 1; }
  /// 0 for the positions, −γ for the momenta.
  const Eigen::ArrayXd* linear_rates() const override { return &rates_; }
  NoiseKind noise_kind() const override { return NoiseKind::constant; }
  Index noise_dimension() const override { return potential_->dimension(); }
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override;
  std::optional<KineticStructure> kinetic_structure() const override;
  const density::Potential& potential() const { return *potential_; }
  double friction() const { return friction_; }
  double temperature() const { return temperature_; }

 private:
  std::shared_ptr<const density::Potential> potential_;
  double friction_, temperature_;
  Eigen::ArrayXd rates_;
};

}  // namespace kolmo::process
