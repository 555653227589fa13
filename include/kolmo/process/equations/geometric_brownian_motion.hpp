#pragma once
// Geometric Brownian motion.

#include "kolmo/process/noise/diagonal_noise.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/process/structure/linear_drift.hpp"

namespace kolmo::process {

/// dX_j = μ X_j dt + σ X_j dW_j, so that X_j(t) = X_j(0) exp((μ − ½σ²) t + σ W_j(t)) exactly.
/// Source: Kloeden and Platen (1992), equation (4.4.1)–(4.4.2).
class GeometricBrownianMotion final : public DiagonalNoise,
                                      public DriftJacobian,
                                      public LinearDrift,
                                      public ConstantCoefficients {
 public:
  /// mu finite, sigma > 0 and finite, dimension ≥ 1 (else InvalidArgument).
  GeometricBrownianMotion(double mu, double sigma, Index dimension = 1);
  std::string name() const override { return "geometric_brownian_motion"; }
  Index dimension() const override { return rates_.size(); }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override;
  const Eigen::ArrayXd* linear_rates() const override { return &rates_; }
  void diffusion_diagonal(double t, const ConstBlock& x, Block out) const override;
  void diffusion_derivative(double t, const ConstBlock& x, Block out) const override;
  std::optional<bool> constant_coefficients() const override { return true; }

  /// x ← x exp((μ − ½σ²) t + σ w): the solution at time t from x along Brownian paths that have come to w
  /// (of the shape of x).
  void solve(double t, const ConstBlock& w, Block x) const;

 private:
  double mu_, sigma_;
  Eigen::ArrayXd rates_;  ///< μ, d times
};

}  // namespace kolmo::process
