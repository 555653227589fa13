#pragma once
// Additive noise in one dimension.

#include "kolmo/measure/problems/smooth_process.hpp"
#include "kolmo/process/structure/linear_drift.hpp"

namespace kolmo::measure {

/// Nonlinear, non-autonomous, 2π-periodic in x, globally Lipschitz, with noise that depends on time:
/// f = (1 + ½ sin 2t) sin x + ⅖ cos(2x + t), g² = 0.6 + 0.5 sin 3t.
class Periodic : public Process1D, public Smooth, public process::LinearDrift {
 public:
  const process::Process& process() const override { return *this; }
  Derivatives derivatives(double t, double x) const override;
  void drift(double t, const ConstBlock& x, Block out) const override;
  double f(double t, double x) const override;
  double f_t(double t, double x) const;
  double f_x(double t, double x) const override;
  double f_xx(double t, double x) const;
  double variance_rate(double t) const override;
  double variance_rate_t(double t) const;
  double noise_variance(double s, double t) const override;
  /// −0.7: any number is a splitting.
  const Eigen::ArrayXd* linear_rates() const override { return &rates_; }

 private:
  Eigen::ArrayXd rates_ = Eigen::ArrayXd::Constant(1, -0.7);
};

/// The same with the noise frozen at the start of the step, g(s)² (t − s): what weak order 2 does not
/// forgive.
class FrozenNoise : public Periodic {
 public:
  double noise_variance(double s, double t) const override { return variance_rate(s) * (t - s); }
};

/// The same without noise.
class Noiseless : public Periodic {
 public:
  double variance_rate(double) const override { return 0; }
  double noise_variance(double, double) const override { return 0; }
};

}  // namespace kolmo::measure
