#pragma once
// Diffusions of generative models by other schedules than the linear one.

#include <functional>
#include <memory>
#include <string>

#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"

namespace kolmo::process {

/// A clock τ(t), increasing, τ(0) = 0: its rate, ∫ of it from s to t without cancellation, and its inverse.
struct ClockSchedule {
  std::string name;
  double last_time;  ///< the schedule exists on [0, last_time]
  std::function<double(double t)> rate;
  std::function<double(double s, double t)> integral;
  std::function<double(double tau)> inverse;
};

/// β = (√β_min + (√β_max − √β_min) t/T)² (the "scaled linear" of latent diffusion), 0 ≤ β_min < β_max and
/// T > 0, finite (else InvalidArgument).
ClockSchedule quadratic_schedule(double beta_min, double beta_max, double final_time);

/// ∫β = −log ᾱ, ᾱ = cos²(½π (t/T + s)/(1 + s))/cos²(½π s/(1 + s)), s = 0.008 (Nichol and Dhariwal 2021, eq.
/// 17). β diverges at T: the schedule ends at 0.9946 T, and nothing is clipped. T > 0, finite.
ClockSchedule cosine_schedule(double final_time);

/// ∫g² = σ²(t) − σ²(0), σ = (σ_min^{1/ρ} + (σ_max^{1/ρ} − σ_min^{1/ρ}) t/T)^ρ (Karras et al. 2022, eq. 5, as
/// a process), 0 < σ_min < σ_max, ρ ≥ 1, T > 0, finite.
ClockSchedule polynomial_schedule(double sigma_min, double sigma_max, double rho, double final_time);

/// dX = −½β X dt + √β dW where `preserving` (VP; on its clock ∫β it is dY = −½Y dτ + dW), dX = g dW with g² =
/// dτ/dt else (VE; on its clock it is Brownian motion). All of it throws InvalidArgument at times outside
/// [0, last_time].
class ScheduledDiffusion final : public Process,
                                 public ConstantCoefficients,
                                 public DriftJacobian,
                                 public ExactKernel,
                                 public IntrinsicClock {
 public:
  ScheduledDiffusion(ClockSchedule schedule, bool preserving, Index dimension);
  std::string name() const override { return schedule_.name; }
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
  double last_time() const { return schedule_.last_time; }

 private:
  double rate(double t) const;
  void require_time(double t) const;

  ClockSchedule schedule_;
  bool preserving_;
  Eigen::VectorXd centre_;  ///< 0
};

}  // namespace kolmo::process
