#include "kolmo/process/equations/scheduled_diffusion.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "process/structure/isotropic.hpp"

namespace kolmo::process {
namespace {

void require_final_time(double final_time) {
  require(std::isfinite(final_time) && final_time > 0, "final_time", final_time,
          "must be positive and finite");
}

}  // namespace

ClockSchedule quadratic_schedule(double beta_min, double beta_max, double final_time) {
  require(std::isfinite(beta_min) && beta_min >= 0, "beta_min", beta_min, "must be at least 0 and finite");
  require(std::isfinite(beta_max) && beta_max > beta_min, "beta_max", beta_max,
          "must be finite and above beta_min");
  require_final_time(final_time);
  const double first = std::sqrt(beta_min), slope = (std::sqrt(beta_max) - first) / final_time;
  // ∫ of a square of a linear function: Δt (p² + pq + q²)/3, p and q its roots at both ends.
  return {"quadratic_variance_preserving", final_time,
          [=](double t) { return (first + slope * t) * (first + slope * t); },
          [=](double s, double t) {
            const double p = first + slope * s, q = first + slope * t;
            return (t - s) * (p * p + p * q + q * q) / 3;
          },
          [=](double tau) {
            const double last = std::cbrt(first * first * first + 3 * slope * tau);
            return tau == 0 ? 0 : 3 * tau / (last * last + last * first + first * first);
          }};
}

ClockSchedule cosine_schedule(double final_time) {
  require_final_time(final_time);
  constexpr double shift = 0.008;
  const double turn = 0.5 * std::numbers::pi / (final_time * (1 + shift)), first = turn * shift * final_time;
  const auto rate = [=](double t) { return 2 * turn * std::tan(first + turn * t); };
  // −2 log(cos φ_t/cos φ_s), cos φ_t − cos φ_s = −2 sin ½(φ_t + φ_s) sin ½(φ_t − φ_s).
  const auto integral = [=](double s, double t) {
    const double drop = 2 * std::sin(first + 0.5 * turn * (s + t)) * std::sin(0.5 * turn * (t - s));
    return -2 * std::log1p(-drop / std::cos(first + turn * s));
  };
  const auto inverse = [=](double tau) {
    double t = (std::acos(std::cos(first) * std::exp(-0.5 * tau)) - first) / turn;
    for (int k = 0; k < 2; ++k)
      t -= (integral(0, t) - tau) / rate(t);  // for small τ, where acos loses digits
    return tau == 0 ? 0 : t;
  };
  return {"cosine_variance_preserving", 0.9946 * final_time, rate, integral, inverse};
}

ClockSchedule polynomial_schedule(double sigma_min, double sigma_max, double rho, double final_time) {
  require(std::isfinite(sigma_min) && sigma_min > 0, "sigma_min", sigma_min, "must be positive and finite");
  require(std::isfinite(sigma_max) && sigma_max > sigma_min, "sigma_max", sigma_max,
          "must be finite and above sigma_min");
  require(std::isfinite(rho) && rho >= 1, "rho", rho, "must be at least 1 and finite");
  require_final_time(final_time);
  const double first = std::pow(sigma_min, 1 / rho),
               slope = (std::pow(sigma_max, 1 / rho) - first) / final_time;
  return {"polynomial_variance_exploding", final_time,
          [=](double t) { return 2 * rho * slope * std::pow(first + slope * t, 2 * rho - 1); },
          // σ²(s) ((1 + slope (t − s)/root(s))^{2ρ} − 1)
          [=](double s, double t) {
            const double root = first + slope * s;
            return std::pow(root, 2 * rho) * std::expm1(2 * rho * std::log1p(slope * (t - s) / root));
          },
          [=](double tau) {
            return first * std::expm1(std::log1p(tau / (sigma_min * sigma_min)) / (2 * rho)) / slope;
          }};
}

ScheduledDiffusion::ScheduledDiffusion(ClockSchedule schedule, bool preserving, Index dimension)
    : schedule_(std::move(schedule)), preserving_(preserving), centre_(origin(dimension)) {}

void ScheduledDiffusion::require_time(double t) const {
  require(t >= 0 && t <= schedule_.last_time, "time of the process " + schedule_.name, t,
          "must be from 0 to " + number_text(schedule_.last_time));
}

double ScheduledDiffusion::rate(double t) const {
  require_time(t);
  return schedule_.rate(t);
}

void ScheduledDiffusion::drift(double t, const ConstBlock& x, Block out) const {
  out = (preserving_ ? -0.5 * rate(t) : 0) * x;
}

void ScheduledDiffusion::drift_divergence(double t, const ConstBlock&, Values out) const {
  out.setConstant(preserving_ ? -0.5 * rate(t) * static_cast<double>(dimension()) : 0);
}

void ScheduledDiffusion::drift_jacobian(double t, const ConstBlock&, Block out) const {
  isotropic_jacobian(preserving_ ? -0.5 * rate(t) : 0, out, dimension());
}

double ScheduledDiffusion::diffusion(double t) const { return std::sqrt(rate(t)); }

double ScheduledDiffusion::noise_variance(double s, double t) const {
  require_time(s);
  require_time(t);
  return schedule_.integral(s, t);
}

std::optional<KernelView> ScheduledDiffusion::kernel_view(double s, double t) const {
  const double b = noise_variance(s, t);
  return preserving_ ? kernel_about(centre_, std::exp(-0.5 * b), -std::expm1(-b))
                     : kernel_about(centre_, 1, b);
}

double ScheduledDiffusion::clock_inverse(double tau) const {
  const double last = schedule_.integral(0, schedule_.last_time);
  require(tau >= 0 && tau <= last * (1 + 1e-14), "clock of the process " + schedule_.name, tau,
          "must be from 0 to " + number_text(last));
  return std::min(schedule_.inverse(tau), schedule_.last_time);
}

std::shared_ptr<const Process> ScheduledDiffusion::on_clock() const {
  if (preserving_) return std::make_shared<OrnsteinUhlenbeck>(0.5, 0.0, 1.0, dimension());
  return std::make_shared<Brownian>(1.0, dimension());
}

}  // namespace kolmo::process
