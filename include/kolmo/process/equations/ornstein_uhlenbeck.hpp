#pragma once
// Linear processes with constant coefficients.

#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/process/structure/linear_drift.hpp"

namespace kolmo::process {

/// dX = −θ (X − m) dt + σ dW. X_t | X_0 ~ N(m + e^{−θt}(X_0 − m), σ² (1 − e^{−2θt})/(2θ) I). The gradient
/// flow of V = ½θ|x − m|² at temperature σ²/2.
class OrnsteinUhlenbeck final : public Process,
                                public DriftJacobian,
                                public LinearDrift,
                                public ExactKernel,
                                public GradientFlow {
 public:
  /// theta > 0, sigma > 0, mean of d ≥ 1 numbers, all finite (else InvalidArgument).
  OrnsteinUhlenbeck(double theta, Eigen::VectorXd mean, double sigma);
  /// The same mean in each of `dimension` coordinates.
  OrnsteinUhlenbeck(double theta, double mean, double sigma, Index dimension);
  std::string name() const override { return "ornstein_uhlenbeck"; }
  Index dimension() const override { return mean_.size(); }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override;
  const Eigen::ArrayXd* linear_rates() const override { return &rates_; }
  double diffusion(double) const override { return sigma_; }
  double noise_variance(double s, double t) const override { return sigma_ * sigma_ * (t - s); }
  std::optional<KernelView> kernel_view(double s, double t) const override;
  std::optional<GradientStructure> gradient_structure() const override;
  double theta() const { return theta_; }
  const Eigen::VectorXd& mean() const { return mean_; }
  double sigma() const { return sigma_; }

 private:
  double theta_;
  Eigen::VectorXd mean_;
  double sigma_;
  Eigen::ArrayXd rates_;  ///< −θ, d times
};

/// dX = σ dW. X_t | X_0 ~ N(X_0, σ² t I).
class Brownian final : public Process,
                       public DriftJacobian,
                       public LinearDrift,
                       public ExactKernel,
                       public ConstantCoefficients {
 public:
  /// sigma > 0 and finite, dimension ≥ 1 (else InvalidArgument).
  Brownian(double sigma, Index dimension);
  std::string name() const override { return "brownian"; }
  Index dimension() const override { return centre_.size(); }
  void drift(double t, const ConstBlock& x, Block out) const override;
  void drift_divergence(double t, const ConstBlock& x, Values out) const override;
  void drift_jacobian(double t, const ConstBlock& x, Block out) const override;
  const Eigen::ArrayXd* linear_rates() const override { return &rates_; }
  double diffusion(double) const override { return sigma_; }
  double noise_variance(double s, double t) const override { return sigma_ * sigma_ * (t - s); }
  std::optional<KernelView> kernel_view(double s, double t) const override;

  std::optional<bool> constant_coefficients() const override { return true; }

 private:
  double sigma_;
  Eigen::VectorXd centre_;  ///< 0
  Eigen::ArrayXd rates_;    ///< 0
};

}  // namespace kolmo::process
