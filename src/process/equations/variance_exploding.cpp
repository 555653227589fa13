#include "kolmo/process/equations/variance_exploding.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "process/structure/isotropic.hpp"

namespace kolmo::process {

VarianceExploding::VarianceExploding(double sigma_min, double sigma_max, double final_time, Index dimension)
    : sigma_min_(sigma_min), rate_(0), centre_(origin(dimension)) {
  require(std::isfinite(sigma_min) && sigma_min > 0, "sigma_min", sigma_min, "must be positive and finite");
  require(std::isfinite(sigma_max) && sigma_max > sigma_min, "sigma_max", sigma_max,
          "must be finite and above sigma_min");
  require(std::isfinite(final_time) && final_time > 0, "final_time", final_time,
          "must be positive and finite");
  rate_ = std::log(sigma_max / sigma_min) / final_time;
}

double VarianceExploding::sigma(double t) const { return sigma_min_ * std::exp(rate_ * t); }

void VarianceExploding::drift(double, const ConstBlock&, Block out) const { out.setZero(); }

void VarianceExploding::drift_divergence(double, const ConstBlock&, Values out) const { out.setZero(); }

void VarianceExploding::drift_jacobian(double, const ConstBlock&, Block out) const { out.setZero(); }

double VarianceExploding::diffusion(double t) const { return sigma(t) * std::sqrt(2 * rate_); }

double VarianceExploding::noise_variance(double s, double t) const {
  const double start = sigma(s);
  return start * start * std::expm1(2 * rate_ * (t - s));
}

std::optional<KernelView> VarianceExploding::kernel_view(double s, double t) const {
  return kernel_about(centre_, 1, noise_variance(s, t));
}

double VarianceExploding::clock_inverse(double tau) const {
  return std::log1p(tau / (sigma_min_ * sigma_min_)) / (2 * rate_);
}

std::shared_ptr<const Process> VarianceExploding::on_clock() const {
  return std::make_shared<Brownian>(1.0, dimension());
}

}  // namespace kolmo::process
