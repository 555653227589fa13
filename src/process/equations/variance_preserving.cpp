#include "kolmo/process/equations/variance_preserving.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "process/structure/isotropic.hpp"

namespace kolmo::process {
namespace {

void linear_drift(double rate, const ConstBlock& x, Block out) { out = -rate * x; }

/// z − 1 + e^{−z} for z ≥ 0 without cancellation.
double exponential_remainder(double z) {
  if (z > 0.5) return z + std::expm1(-z);
  double term = 0.5 * z * z, sum = 0;
  for (int n = 3; n < 20; ++n) {
    sum += term;
    term *= -z / n;
  }
  return sum;
}

}  // namespace

LinearSchedule::LinearSchedule(double beta_min, double beta_max, double final_time)
    : beta_min_(beta_min), slope_(0), final_time_(final_time) {
  require(std::isfinite(beta_min) && beta_min >= 0, "beta_min", beta_min, "must be at least 0 and finite");
  require(std::isfinite(beta_max) && beta_max > 0 && beta_max >= beta_min, "beta_max", beta_max,
          "must be positive, finite and at least beta_min");
  require(std::isfinite(final_time) && final_time > 0, "final_time", final_time,
          "must be positive and finite");
  slope_ = (beta_max - beta_min) / final_time;
}

double LinearSchedule::integral_inverse(double value) const {
  if (value == 0) return 0;
  return 2 * value / (beta_min_ + std::sqrt(beta_min_ * beta_min_ + 2 * slope_ * value));
}

VariancePreserving::VariancePreserving(double beta_min, double beta_max, double final_time, Index dimension)
    : schedule_(beta_min, beta_max, final_time), centre_(origin(dimension)) {}

void VariancePreserving::drift(double t, const ConstBlock& x, Block out) const {
  linear_drift(0.5 * schedule_.beta(t), x, out);
}

void VariancePreserving::drift_divergence(double t, const ConstBlock&, Values out) const {
  out.setConstant(-0.5 * schedule_.beta(t) * static_cast<double>(dimension()));
}

void VariancePreserving::drift_jacobian(double t, const ConstBlock&, Block out) const {
  isotropic_jacobian(-0.5 * schedule_.beta(t), out, dimension());
}

double VariancePreserving::diffusion(double t) const { return std::sqrt(schedule_.beta(t)); }

std::optional<KernelView> VariancePreserving::kernel_view(double s, double t) const {
  const double b = schedule_.integral(s, t);
  return kernel_about(centre_, std::exp(-0.5 * b), -std::expm1(-b));
}

std::shared_ptr<const Process> VariancePreserving::on_clock() const {
  return std::make_shared<OrnsteinUhlenbeck>(0.5, 0.0, 1.0, dimension());
}

SubVariancePreserving::SubVariancePreserving(double beta_min, double beta_max, double final_time,
                                             Index dimension)
    : schedule_(beta_min, beta_max, final_time), centre_(origin(dimension)) {}

void SubVariancePreserving::drift(double t, const ConstBlock& x, Block out) const {
  linear_drift(0.5 * schedule_.beta(t), x, out);
}

void SubVariancePreserving::drift_divergence(double t, const ConstBlock&, Values out) const {
  out.setConstant(-0.5 * schedule_.beta(t) * static_cast<double>(dimension()));
}

void SubVariancePreserving::drift_jacobian(double t, const ConstBlock&, Block out) const {
  isotropic_jacobian(-0.5 * schedule_.beta(t), out, dimension());
}

double SubVariancePreserving::diffusion(double t) const {
  return std::sqrt(-schedule_.beta(t) * std::expm1(-2 * schedule_.integral(0, t)));
}

/// ∫_s^t β(1 − e^{−2B}) = ΔB (1 − e^{−2B(s)}) + ½ e^{−2B(s)} (2ΔB − 1 + e^{−2ΔB}).
double SubVariancePreserving::noise_variance(double s, double t) const {
  const double before = 2 * schedule_.integral(0, s), step = schedule_.integral(s, t);
  return -step * std::expm1(-before) + 0.5 * std::exp(-before) * exponential_remainder(2 * step);
}

/// v(t) − e^{−ΔB} v(s) with v = (1 − e^{−B})², which is (1 − e^{−ΔB})(1 − e^{−B(s) − B(t)}).
std::optional<KernelView> SubVariancePreserving::kernel_view(double s, double t) const {
  const double b = schedule_.integral(s, t), both = 2 * schedule_.integral(0, s) + b;
  return kernel_about(centre_, std::exp(-0.5 * b), std::expm1(-b) * std::expm1(-both));
}

}  // namespace kolmo::process
