#pragma once
// The variance-exploding process.

#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"

namespace kolmo::process {

/// VE: dX = g(t) dW with g² = dσ²/dt, σ(t) = σ_min (σ_max/σ_min)^{t/T}. X_t | X_0 ~ N(X_0, (σ²(t) − σ²(0))
/// I). Its clock is σ²(t) − σ²(0), on which it is Brownian motion. Source: Song et al. 2021, eq. 9.
class VarianceExploding final : public Process,
                                public ConstantCoefficients,
                                public DriftJacobian,
                                public ExactKernel,
                                public IntrinsicClock {
 public:
  /// 0 < sigma_min < sigma_max, final_time > 0, all finite; dimension ≥ 1 (else InvalidArgument).
  VarianceExploding(double sigma_min, double sigma_max, double final_time, Index dimension);
  std::string name() const override { return "variance_exploding"; }
  Index dimension() const override { return centre_.size(); }
  std::optional<bool> constant_coefficients() const override { return false; }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override;
  double diffusion(double t) const override;
  double noise_variance(double s, double t) const override;
  std::optional<KernelView> kernel_view(double s, double t) const override;
  double clock(double t) const override { return noise_variance(0, t); }
  double clock_inverse(double tau) const override;
  std::shared_ptr<const Process> on_clock() const override;
  /// σ(t).
  double sigma(double t) const;

 private:
  double sigma_min_, rate_;  ///< σ(t) = σ_min e^{rate t}
  Eigen::VectorXd centre_;   ///< 0
};

}  // namespace kolmo::process
