#pragma once
// The variance-preserving process.

#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"

namespace kolmo::process {

/// β(t) = β_min + (β_max − β_min) t/T on [0, T], and B(t) = ∫₀ᵗ β with its exact inverse.
class LinearSchedule {
 public:
  /// 0 ≤ beta_min ≤ beta_max, 0 < beta_max, 0 < final_time, all finite (else InvalidArgument).
  LinearSchedule(double beta_min, double beta_max, double final_time);
  double beta(double t) const { return beta_min_ + slope_ * t; }
  /// B(t) − B(s), without cancellation.
  double integral(double s, double t) const { return (t - s) * (beta_min_ + 0.5 * slope_ * (s + t)); }
  /// The t ≥ 0 with B(t) = value ≥ 0.
  double integral_inverse(double value) const;
  double final_time() const { return final_time_; }

 private:
  double beta_min_, slope_, final_time_;
};

/// VP: dX = −½β(t) X dt + √β(t) dW with the linear schedule. X_t | X_0 ~ N(e^{−B/2} X_0, (1 − e^{−B}) I). Its
/// clock is B(t), on which it is dY = −½Y dτ + dW. Source: Song et al. 2021, eq. 11.
class VariancePreserving final : public Process,
                                 public ConstantCoefficients,
                                 public DriftJacobian,
                                 public ExactKernel,
                                 public IntrinsicClock {
 public:
  /// beta_min, beta_max, final_time as LinearSchedule; dimension ≥ 1.
  VariancePreserving(double beta_min, double beta_max, double final_time, Index dimension);
  std::string name() const override { return "variance_preserving"; }
  Index dimension() const override { return centre_.size(); }
  std::optional<bool> constant_coefficients() const override {
    return schedule_.beta(0) == schedule_.beta(schedule_.final_time());
  }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override;
  double diffusion(double t) const override;
  double noise_variance(double s, double t) const override { return schedule_.integral(s, t); }
  std::optional<KernelView> kernel_view(double s, double t) const override;
  double clock(double t) const override { return schedule_.integral(0, t); }
  double clock_inverse(double tau) const override { return schedule_.integral_inverse(tau); }
  std::shared_ptr<const Process> on_clock() const override;
  const LinearSchedule& schedule() const { return schedule_; }

 private:
  LinearSchedule schedule_;
  Eigen::VectorXd centre_;  ///< 0
};

/// Sub-VP: dX = −½β(t) X dt + √(β(t)(1 − e^{−2B(t)})) dW. X_t | X_0 ~ N(e^{−B/2} X_0, (1 − e^{−B})² I).
/// Source: Song et al. 2021, eq. 12 (whose deviation is 1 − e^{−B}).
class SubVariancePreserving final : public Process,
                                    public ConstantCoefficients,
                                    public DriftJacobian,
                                    public ExactKernel {
 public:
  /// beta_min, beta_max, final_time as LinearSchedule; dimension ≥ 1.
  SubVariancePreserving(double beta_min, double beta_max, double final_time, Index dimension);
  std::string name() const override { return "sub_variance_preserving"; }
  Index dimension() const override { return centre_.size(); }
  std::optional<bool> constant_coefficients() const override { return false; }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override;
  double diffusion(double t) const override;
  double noise_variance(double s, double t) const override;
  std::optional<KernelView> kernel_view(double s, double t) const override;
  const LinearSchedule& schedule() const { return schedule_; }

 private:
  LinearSchedule schedule_;
  Eigen::VectorXd centre_;  ///< 0
};

}  // namespace kolmo::process
