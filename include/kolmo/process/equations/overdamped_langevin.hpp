#pragma once
// Overdamped Langevin dynamics.

#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::process {

/// dX = −∇V dt + √(2T) dW (T = 1/β), with stationary density ∝ e^{−V/T}: the gradient flow of ∫ρV + T ∫ρ log
/// ρ.
class OverdampedLangevin final : public Process, public GradientFlow {
 public:
  /// potential not null, temperature > 0 and finite (else InvalidArgument).
  OverdampedLangevin(std::shared_ptr<const density::Potential> potential, double temperature);
  std::string name() const override { return "overdamped_langevin"; }
  Index dimension() const override { return potential_->dimension(); }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  double diffusion(double t) const override;
  double noise_variance(double s, double t) const override { return 2 * temperature_ * (t - s); }
  std::optional<GradientStructure> gradient_structure() const override;
  const density::Potential& potential() const { return *potential_; }
  double temperature() const { return temperature_; }

 private:
  std::shared_ptr<const density::Potential> potential_;
  double temperature_;
};

}  // namespace kolmo::process
