#pragma once
// The Poisson flow and its kin with D further dimensions.

#include "kolmo/green_flow/green_kernel.hpp"

namespace kolmo::green_flow {

/// G = C t^{D−1} (t, x − x₀)/(t² + r²)^{(d+D)/2}, C = Γ((d+D)/2)/(π^{d/2} Γ(D/2)): the field of a charge at
/// x₀ in d + D dimensions at distance t from the data in the D further ones. D = 1 is the Poisson flow, whose
/// φ_t is a multivariate Cauchy law; with t = σ√D it tends to a Gaussian of deviation σ as D grows, at rate
/// 1/D. r²/(t² + r²) is distributed as Beta(d/2, D/2); moments of r are finite below D. Sources: Xu, Liu,
/// Tegmark, Jaakkola (2022); Xu, Liu, Tian, Tong, Tegmark, Jaakkola (2023).
class PowerKernel final : public GreenKernel {
 public:
  /// d ≥ 1, D > 0 finite, whole or not (else InvalidArgument).
  PowerKernel(Index dimension, double further_dimensions);
  const std::string& name() const override { return name_; }
  Index dimension() const override { return dimension_; }
  void terms(double t, const ConstValues& r, bool second, RadialTerms& out) const override;
  double radial_distribution(double t, double r) const override;
  double radius(double t, double u) const override;
  double finite_moments_below() const override { return further_; }
  double further_dimensions() const { return further_; }
  /// log C.
  double log_constant() const { return log_constant_; }

 private:
  Index dimension_;
  double further_, log_constant_;
  std::string name_;
};

}  // namespace kolmo::green_flow
