// Existence, contraction and error bounds.

#include <cmath>

#include "claims/continuous_time/along.hpp"
#include "claims/continuous_time/rows.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/statistics/normal.hpp"
#include "kolmo/measure/sde/affine_moments.hpp"
#include "kolmo/ode/ode_stepper.hpp"
#include "kolmo/process/derived/reverse_process.hpp"
#include "kolmo/process/equations/scheduled_diffusion.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/sde/schemes/schemes.hpp"

namespace kolmo::claims::continuous_time {
namespace {

using density::GaussianMixture;
using verify::Check;
using verify::value_check;

/// x at `end` of x′ = sign x³ from `start`.
double cubic_flow(double sign, double start, double end, const char* stepper, Index steps) {
  const ode::System system = [=](double, const ode::State& x, ode::State& slope) {
    slope[0] = sign * x[0] * x[0] * x[0];
  };
  const auto method = ode::find_stepper(stepper).make();
  ode::State x = ode::State::Constant(1, start), slope(1), x_new(1), slope_new(1);
  const double h = end / static_cast<double>(steps);
  system(0, x, slope);
  for (Index n = 0; n < steps; ++n) {
    method->step(system, static_cast<double>(n) * h, h, x, slope, x_new, slope_new, nullptr);
    x = x_new;
    slope = slope_new;
  }
  return x[0];
}

/// 1/t* of x′ = x³ from 1: t* = t + 1/(2x²) at t = 0.4.
Check explosion() {
  const double x = cubic_flow(1, 1, 0.4, "dormand_prince_853", 400);
  return beside(
      0, value_check(2, 1 / (0.4 + 1 / (2 * x * x)), 1e-8, "2 x_0^2, beside 0 of a solution for ever"));
}

/// The factor by which two solutions of VP on one path come together by t = 0.4.
double coming_together(Index steps) {
  double factor = 1;
  const double h = 0.4 / static_cast<double>(steps);
  for (Index n = 0; n < steps; ++n)
    factor *= measure::affine_step(sde::scheme("euler_maruyama"), *vp(), static_cast<double>(n) * h, h)
                  ->scale(0, 0);
  return factor;
}

bool refuses_falling_noise() {
  try {
    const process::VarianceExploding falling(1, 0.5, 1, 1);
    return false;
  } catch (const InvalidArgument&) {
    return true;
  }
}

/// W2 of a law on the line to N(0, 1), by quantiles.
double distance_to_normal(const GaussianMixture& law) {
  const Index n = 2000;
  double squares = 0;
  for (Index i = 0; i < n; ++i) {
    const double u = (static_cast<double>(i) + 0.5) / static_cast<double>(n);
    squares += std::pow(law.quantile(u) + normal_upper_quantile(u), 2);
  }
  return std::sqrt(squares / static_cast<double>(n));
}

/// log W2(X_t/σ_t, N(0, 1)) of VE from the point 3, σ linear in t.
double log_distance_of_exploding(double t) {
  const process::ScheduledDiffusion ve(process::polynomial_schedule(0.01, 50, 1, 1), false, 1);
  const double sigma = 0.01 + 49.99 * t, deviation = std::sqrt(ve.kernel(0, t)->variance);
  return std::log(std::hypot(3 / sigma, deviation / sigma - 1));
}

std::vector<Check> contraction() {
  const auto law = [](const GaussianMixture& start) { return process::marginal(*vp(), start, 0.2); };
  const double half = std::exp(-0.5 * vp()->schedule().integral(0, 0.2));
  const GaussianMixture shifted = density::gaussian_1d(3, 1);
  const double ratio = distance_to_normal(law(two_wells())) / (half * distance_to_normal(two_wells()));
  const double rate_1 = difference(log_distance_of_exploding, 0.25),
               rate_2 = difference(log_distance_of_exploding, 0.5);
  return {value_check(3 * half, law(shifted).mean()(0), 1e-13, "of N(3, 1): W2 = e^(-B/2) 3, with equality"),
          value_check(1, ratio < 1 ? 1 : 0, 0.5, "of two wells: below e^(-B/2) W2(p_0, N)"),
          beside(1, value_check((0.01 + 49.99 * 0.5) / (0.01 + 49.99 * 0.25), rate_1 / rate_2, 1e-3,
                                "VE: W2 = |x_0|/sigma_t is no exponential of t, its rate falls"))};
}

/// W2 between p_t and p_0 for small t under β = 1, from N(1, deviation²).
Check early_stopping(double deviation, double order, const std::string& source) {
  std::vector<std::pair<double, double>> errors;
  for (int k = 10; k <= 16; ++k) {
    const double t = std::ldexp(1, -k);
    const process::Kernel kernel = *steady_vp(1)->kernel(0, t);
    const double now = std::sqrt(std::pow(kernel.scale * deviation, 2) + kernel.variance);
    errors.emplace_back(t, std::hypot(kernel.scale - 1, now - deviation));
  }
  return order_of(order, errors, source);
}

/// W2 error at t = 0.02 of Euler's reverse steps of VP from the exact p_1, data N(1, ¼).
Check reverse_steps() {
  const GaussianMixture data = density::gaussian_1d(1, 0.5);
  const process::ReverseProcess reverse(vp(), std::make_shared<process::MarginalScore>(vp(), data), 1);
  const GaussianMixture start = process::marginal(*vp(), data, 1), end = process::marginal(*vp(), data, 0.02);
  std::vector<std::pair<double, double>> errors;
  for (const Index steps : {200, 400, 800, 1600}) {
    const measure::GaussianLaw found = measure::propagate(sde::scheme("euler_maruyama"), reverse,
                                                          {start.mean(), start.covariance()}, 0, 0.98, steps)
                                           .value();
    errors.emplace_back(0.98 / static_cast<double>(steps),
                        std::hypot(found.mean(0) - end.mean()(0),
                                   std::sqrt(found.covariance(0, 0)) - std::sqrt(end.covariance()(0, 0))));
  }
  return beside(0.5, order_of(1, errors, "W2 of Euler's law, beside sqrt(dt)"));
}

/// Bias or variance of the precision n/χ²_n estimated from n points of N(0, 1), by quadrature.
double precision_error(Index points, bool bias) {
  const auto n = static_cast<double>(points);
  const auto density = [&](double x) {
    return std::exp((n / 2 - 1) * std::log(x) - x / 2 - std::lgamma(n / 2) - n / 2 * std::log(2.0));
  };
  const auto moment = [&](int k) {
    return integral([&](double x) { return std::pow(n / x, k) * density(x); }, 0, n + 14 * std::sqrt(2 * n),
                    100);
  };
  return bias ? moment(1) - 1 : moment(2) - std::pow(moment(1), 2);
}

Check precision_order(bool bias) {
  std::vector<std::pair<double, double>> errors;
  for (const Index n : {100, 200, 400, 800, 1600})
    errors.emplace_back(1 / static_cast<double>(n), precision_error(n, bias));
  return order_of(1, errors, bias ? "bias 2/(n - 2)" : "variance of order 1/n, beside 1/sqrt(n)");
}

}  // namespace

void add_theory(Rows& rows) {
  rows.add("C5-83", {"preserving", "dissipative", "exploding"}, [] {
    return std::vector<Check>{
        value_check(std::exp(-0.5 * vp()->schedule().integral(0, 0.4)),
                    2 * coming_together(4000) - coming_together(2000), 1e-5,
                    "solutions on one path differ by e^(-B/2); extrapolated steps"),
        value_check(100 / std::sqrt(20001.0), cubic_flow(-1, 100, 1, "dormand_prince_853", 40000), 1e-6,
                    "x' = -x^3 comes down from 100 to x_0/sqrt(1 + 2 x_0^2 t): no explosion"),
        value_check(1, refuses_falling_noise() ? 1 : 0, 0.5,
                    "VE with a falling sigma has g^2 < 0 and is refused")};
  });
  rows.add("C5-84", "explosion", explosion);
  rows.add("C5-85", {"equality", "bound", "exploding"}, contraction);
  rows.add("C5-86", "smooth_data",
           [] { return early_stopping(0.5, 1, "W2(p_t, p_0) = O(t) where p_0 is smooth"); });
  rows.add("C5-86", "a_point",
           [] { return beside(1, early_stopping(0, 0.5, "W2 = O(sqrt(t)) from a point, beside t")); });
  rows.add("C5-86", "steps", reverse_steps);
  rows.add("C5-89", "variance", [] { return beside(0.5, precision_order(false)); });
  rows.add("C5-89", "bias", [] { return precision_order(true); });
}

}  // namespace kolmo::claims::continuous_time
