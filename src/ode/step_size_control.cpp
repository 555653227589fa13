#include "step_size_control.hpp"

#include <algorithm>
#include <cmath>

namespace kolmo::ode {
namespace {

constexpr double safety = 0.9;
constexpr double beta = 0.04;
constexpr double factor_smallest = 0.2;
constexpr double factor_largest = 10.0;

/// max_i |a_i| / (absolute + relative |x_i|).
double scaled_norm(const State& a, const State& x, double relative, double absolute) {
  return scaled_error(a, x, x, relative, absolute).value;
}

}  // namespace

ScaledError scaled_error(const State& error, const State& x, const State& y, double relative,
                         double absolute) {
  ScaledError worst;
  for (Index i = 0; i < error.size(); ++i) {
    const double scale = absolute + relative * std::max(std::abs(x[i]), std::abs(y[i]));
    const double value = std::abs(error[i]) / scale;
    if (value <= worst.value && std::isfinite(y[i])) continue;
    worst = {std::isfinite(y[i]) ? value : std::nan(""), i};
    if (std::isnan(worst.value)) return worst;
  }
  return worst;
}

StepSizeControl::StepSizeControl(int error_order) : exponent_(1.0 / (error_order + 1) - 0.75 * beta) {}

double StepSizeControl::accepted(double error) {
  const double bounded = std::max(error, 1e-10);
  double factor = safety * std::pow(bounded, -exponent_) * std::pow(error_before_, beta);
  factor = std::clamp(factor, factor_smallest, just_rejected_ ? 1.0 : factor_largest);
  error_before_ = std::max(error, 1e-4);
  just_rejected_ = false;
  return factor;
}

double StepSizeControl::rejected(double error) {
  just_rejected_ = true;
  if (std::isnan(error)) return factor_smallest;
  return std::clamp(safety * std::pow(error, -exponent_), factor_smallest, safety);
}

double first_step(const System& system, double t, double direction, double longest, int error_order,
                  const State& x, const State& slope, double relative, double absolute, State& trial,
                  State& trial_slope) {
  // Hairer, Nørsett and Wanner (1993), section II.4, with time in units of the interval: their constants are
  // numbers.
  const double size = scaled_norm(x, x, relative, absolute);
  const double speed = longest * scaled_norm(slope, x, relative, absolute);
  const double guess = size < 1e-5 || speed < 1e-5 ? 1e-6 : std::min(0.01 * size / speed, 1.0);
  const double h = guess * longest;
  trial = x + direction * h * slope;
  system(t + direction * h, trial, trial_slope);
  trial = trial_slope - slope;
  const double bend = longest * scaled_norm(trial, x, relative, absolute) / guess;
  const double largest = std::max(speed, bend);
  if (!std::isfinite(largest)) return h;
  const double from_curvature =
      largest <= 1e-15 ? std::max(1e-6, 1e-3 * guess) : std::pow(0.01 / largest, 1.0 / (error_order + 1));
  return longest * std::min({100 * guess, from_curvature, 1.0});
}

}  // namespace kolmo::ode
