// Noise schedules: what is left of the data at the end.

#include <cmath>
#include <numbers>

#include "claims/continuous_time/along.hpp"
#include "claims/continuous_time/rows.hpp"
#include "kolmo/process/equations/scheduled_diffusion.hpp"

namespace kolmo::claims::continuous_time {
namespace {

using verify::Check;
using verify::value_check;

constexpr double shift = 0.008;

/// cos²(½π (t + s)/(1 + s)), which is ᾱ of the cosine schedule but for its value at 0.
double squared_cosine(double t) {
  const double cosine = std::cos(0.5 * std::numbers::pi * (t + shift) / (1 + shift));
  return cosine * cosine;
}

double cosine_rate(double t) {
  return std::numbers::pi / (1 + shift) * std::tan(0.5 * std::numbers::pi * (t + shift) / (1 + shift));
}

double squared_sine_rate(double t) {
  const double sine = std::sin(0.5 * std::numbers::pi * t);
  return std::numbers::pi * sine * sine;
}

double signal_to_noise(double clock) { return std::exp(-clock) / -std::expm1(-clock); }

double signal_to_noise_at_end(double beta_min, double beta_max) {
  const process::Kernel kernel = *process::VariancePreserving(beta_min, beta_max, 1, 1).kernel(0, 1);
  return kernel.scale * kernel.scale / kernel.variance;
}

/// β(½) of the cosine schedule as −d log ᾱ/dt, beside π sin²(π/4).
Check cosine_beta() {
  const double rate = difference([](double t) { return -std::log(squared_cosine(t)); }, 0.5);
  return beside(squared_sine_rate(0.5),
                value_check(cosine_rate(0.5), rate, 1e-8, "beta = pi/(T (1 + s)) tan(...)"));
}

/// ᾱ(1) that β = π sin²(πt/2) leaves, where the cosine schedule leaves 0.
Check squared_sine_end() {
  return beside(0, value_check(0.20787957635076193, std::exp(-integral(squared_sine_rate, 0, 1)), 1e-12,
                               "e^(-pi/2); another program"));
}

void add_cosine(Rows& rows) {
  rows.add("C5-06", "cosine_beta", cosine_beta);
  rows.add("C5-06", "left_at_the_end", squared_sine_end);
  rows.add("C5-20", "normalised", [] {
    const process::ScheduledDiffusion cosine(process::cosine_schedule(1), true, 1);
    return beside(squared_cosine(0.5),
                  value_check(0.49384359044063764, std::exp(-cosine.clock(0.5)), 1e-12,
                              "alpha_bar(1/2) of alpha_bar = f(t)/f(0); another program"));
  });
  rows.add("C5-20", "start", [] {
    return beside(1, value_check(0.9998445910004085, squared_cosine(0), 1e-13,
                                 "f(0), where alpha_bar(0) = 1; another program"));
  });
  rows.add("C5-20", "pole", [] {
    const double t = 0.9946;
    return value_check(2, process::cosine_schedule(1).rate(t) * (1 - t), 1e-3,
                       "beta (T - t) tends to 2: beta is not integrable at T");
  });
  rows.add("C5-21", "rate_of_the_code", [] {
    const double dt = 1e-5;
    return beside(cosine_rate(0.5),
                  value_check(dt * cosine_rate(0.5), 1 - squared_cosine(0.5 + dt) / squared_cosine(0.5), 1e-9,
                              "1 - alpha_bar(t + dt)/alpha_bar(t) = beta dt, dt = 1e-5"));
  });
}

void add_linear(Rows& rows) {
  rows.add("C5-07", "linear", [] {
    return value_check(vp()->schedule().beta(0.5), vp()->schedule().integral(0, 1), 1e-13,
                       "the mean of a linear beta is beta(T/2)");
  });
  rows.add("C5-07", "quadratic", [] {
    const process::ClockSchedule quadratic = process::quadratic_schedule(0.1, 20, 1);
    const double a = std::sqrt(0.1), b = std::sqrt(20.0);
    return beside(quadratic.rate(0.5), value_check((a * a + a * b + b * b) / 3, quadratic.integral(0, 1),
                                                   1e-12, "the integral of (a + (b - a) t)^2"));
  });
  rows.add("C5-07", "linear_half_way", [] {
    return beside(
        0.5 * vp()->schedule().beta(0.5),
        value_check(integral([](double t) { return vp()->schedule().beta(t); }, 0, 0.5),
                    vp()->schedule().integral(0, 0.5), 1e-13, "at t = T/2 beta(T/2) t is too much"));
  });
  rows.add("C5-19", {"linear", "quadratic"}, [] {
    const process::ClockSchedule quadratic = process::quadratic_schedule(0.1, 20, 1);
    return std::vector<Check>{
        value_check(integral([](double t) { return 0.1 + 19.9 * t; }, 0, 0.7),
                    vp()->schedule().integral(0, 0.7), 1e-12, "quadrature of 0.1 + 19.9 t"),
        value_check(
            integral([](double t) { return std::pow(std::sqrt(0.1) * (1 - t) + std::sqrt(20.0) * t, 2); }, 0,
                     0.7),
            quadratic.integral(0, 0.7), 1e-12, "quadrature of (sqrt(0.1) (1 - t) + sqrt(20) t)^2")};
  });
  rows.add("C5-22", "as_in_the_table", [] {
    return beside(signal_to_noise(10.05), value_check(99.00332506077923, signal_to_noise_at_end(1e-4, 0.02),
                                                      1e-9, "B = 0.01005: never noise; another program"));
  });
  rows.add("C5-22", "times_1000", [] {
    return value_check(4.3187614149808535e-05, signal_to_noise_at_end(0.1, 20), 1e-15,
                       "beta times N = 1000; another program");
  });
}

}  // namespace

void add_schedules(Rows& rows) {
  add_cosine(rows);
  add_linear(rows);
}

}  // namespace kolmo::claims::continuous_time
