#pragma once
// A JKO step of second order in one dimension: BDF2 for inverse distribution functions.

#include "kolmo/jko/quantile_step.hpp"

namespace kolmo::jko {

/// The variational BDF2 step (Matthes and Plazotta 2019, equation 1.2; variable steps as for any BDF2),
///
///   ρ^{k+1} = argmin { [4 W2²(ρ, ρ^k) − W2²(ρ, ρ^{k−1})]/(4τ) + F[ρ] }   for equal steps.
///
/// In one dimension distances are those of quantiles, so that it is the first-order step of length (1 +
/// r)τ/(1 + 2r) from the extrapolated quantiles X^k + r²/(1 + 2r) (X^k − X^{k−1}), r = τ_k/τ_{k−1} (r = 1:
/// 2τ/3, (4X^k − X^{k−1})/3). The extrapolation of Gallouët, Natale and Todeschi 2024 (EVBDF2) continues the
/// geodesic from ρ^{k−1} to ρ^k, which is the same as long as the extrapolated quantiles increase; here they
/// need not, and only the minimiser is in order.
///
/// Order 2 in τ. The first step, and one from a state that the last step did not leave (new nodes, another
/// time) or more than twice as long as the last, is two first-order steps of τ/2: an error of O(τ²) each
/// time. Energies fall up to O(τ²); Σ W2²/(2τ) is not bounded by the energy lost.
class QuantileBdf2Step final : public JkoStep {
 public:
  const Claim& claim() const override;
  StepReport step(const Energy& energy, double t, double tau, LagrangianDensity& rho) override;

 private:
  bool continues(double t, double tau, const LagrangianDensity& rho) const;
  StepReport start(const Energy& energy, double t, double tau, LagrangianDensity& rho);

  QuantileStep newton_;
  Eigen::ArrayXd before_, left_, masses_;  ///< X^{k−1}, X^k as the last step left them
  double end_ = 0, tau_ = 0;
};

}  // namespace kolmo::jko
