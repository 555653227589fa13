#pragma once
// The flow of many sources.

#include <memory>

#include "kolmo/green_flow/green_kernel.hpp"
#include "kolmo/green_flow/point_cloud.hpp"
#include "kolmo/process/score/score_field.hpp"

namespace kolmo::green_flow {

/// u = Σ w_k G(t; x, p_k) = (p_t, p_t f): its density p_t and velocity f = u_{>1}/u_1, which carries p_s to
/// p_t for any s, t > 0. ∇·f = Σ γ_k (d rate_k + r ∂_r rate_k) + Σ γ_k (v_k − f)·∇log φ_k with γ_k = w_k
/// φ_k/p_t, v_k = rate_k (x − p_k).
///
/// Time is that of the kernel; the flow is stiff as t → 0 as rate ~ 1/t, and OnLogTime makes it even. Every
/// call costs points × queries; for a PowerKernel in one to three dimensions by a vector kernel. Memory does
/// not grow with the number of queries. All calls throw InvalidArgument for t ≤ 0, and NumericalFailure where
/// the kernel is singular and x stands on a data point. Where every φ underflows to 0 the log density is −∞
/// and the velocity NaN, so that an adaptive stepper tries a shorter step.
class GreenField final : public process::VelocityField {
 public:
  /// Kernel not null and of the cloud's dimension (else InvalidArgument).
  GreenField(std::shared_ptr<const GreenKernel> kernel, PointCloud cloud);
  Index dimension() const override { return cloud_.dimension(); }
  void velocity(double t, const ConstBlock& x, Block out) const override;
  void velocity_and_divergence(double t, const ConstBlock& x, Block velocity,
                               Values divergence) const override;
  /// out(i) = log p_t(x_i).
  void log_density(double t, const ConstBlock& x, Values out) const;
  const GreenKernel& kernel() const { return *kernel_; }
  const PointCloud& cloud() const { return cloud_; }

 private:
  struct Wanted;
  void evaluate(double t, const ConstBlock& x, const Wanted& wanted) const;
  void evaluate_one(double t, const ConstBlock& x, Index i, const Wanted& wanted, RadialTerms& terms) const;

  void without_value(double t, Index i, Index nearest, double log_density, const Wanted& wanted) const;

  std::shared_ptr<const GreenKernel> kernel_;
  PointCloud cloud_;
  Eigen::ArrayXd log_weights_;
};

}  // namespace kolmo::green_flow
