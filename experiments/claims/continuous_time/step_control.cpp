// Steps that are chosen on the way, of flows and of paths.

#include <cmath>
#include <numbers>

#include "claims/continuous_time/along.hpp"
#include "claims/continuous_time/rows.hpp"
#include "kolmo/ode/ode_stepper.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/sde/drivers/adaptive.hpp"
#include "kolmo/sde/schemes/schemes.hpp"

namespace kolmo::claims::continuous_time {
namespace {

using verify::Check;
using verify::value_check;

/// |error| of one step of Euler's method on y′ = −y² from 1.
double local_error(double h) {
  const auto stepper = ode::find_stepper("euler").make();
  const ode::System system = [](double, const ode::State& y, ode::State& slope) { slope[0] = -y[0] * y[0]; };
  const ode::State start = ode::State::Ones(1);
  ode::State slope(1), end(1), slope_end(1);
  system(0, start, slope);
  stepper->step(system, 0, h, start, slope, end, slope_end, nullptr);
  return std::abs(end[0] - 1 / (1 + h));
}

/// The error of the step (tol/err)^exponent h in units of tol, err = 16 tol, p = 1.
double error_after_control(double exponent) {
  const double h = 0.002, tolerance = local_error(h) / 16;
  return local_error(h * std::pow(tolerance / local_error(h), exponent)) / tolerance;
}

/// Var W(1) where a number |z| > 1 is thrown away and two half steps with new ones are made: by quadrature.
double naive_variance() {
  const auto density = [](double z) { return std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi); };
  const double kept = integral(density, -1, 1),
               square = integral([&](double z) { return z * z * density(z); }, -1, 1);
  return square + (1 - kept);
}

Check naive_rejection() {
  const double density = std::exp(-0.5) / std::sqrt(2 * std::numbers::pi);
  return beside(1, value_check(1 - 2 * density, naive_variance(), 1e-12,
                               "rejected numbers are forgotten: 1 - 2 phi(1), beside Var W(1) = 1"));
}

/// Mean and variance at t = 1 of OU (θ = σ = 1) from 2, by steps that each path chooses on its Brownian tree.
std::vector<Check> bridged_rejection(const Settings& settings) {
  const process::OrnsteinUhlenbeck process(1, 0.0, 1, 1);
  const Index n = std::min<Index>(settings.draws, 16384);
  sde::AdaptiveSimulation simulation{.process = process,
                                     .scheme = sde::scheme("sra1"),
                                     .times = {0, 1},
                                     .particles = n,
                                     .stream = RandomStream(settings.seed, 548)};
  simulation.options.absolute = simulation.options.relative = {1e-3};
  simulation.options.first_step = 0.5;
  Points end(n, 1);
  const sde::AdaptiveCounts counts =
      sde::simulate_adaptive(simulation, Points(Points::Constant(n, 1, 2)),
                             [&](Index snapshot, int, Index first, const ConstBlock& x) {
                               if (snapshot == 1) end.middleRows(first, x.rows()) = x;
                             });
  const Estimate variance = central_moments(end.data(), n).variance();
  return {verify::estimate_check("", 2 * std::exp(-1), mean_estimate(end.data(), n), settings.z(), 2e-3,
                                 "2 e^-t"),
          verify::estimate_check("", 0.5 * (1 - std::exp(-2)), variance, settings.z(), 2e-3,
                                 "(1 - e^-2t)/2: rejected steps see the same path"),
          value_check(1, counts.rejected > n / 2 ? 1 : 0, 0.5, "steps were rejected")};
}

}  // namespace

void add_step_control(Rows& rows, const Settings& settings) {
  rows.add("C5-48", {"mean", "variance", "rejections"}, [=] { return bridged_rejection(settings); });
  rows.add("C5-48", "without_bridge", naive_rejection);
  rows.add("C5-75", "p_plus_1", [] {
    return value_check(1, error_after_control(0.5), 0.01, "(tol/err)^(1/(p+1)): the next local error is tol");
  });
  rows.add("C5-75", "p", [] {
    return beside(1, value_check(1 / 16.0, error_after_control(1), 0.001,
                                 "(tol/err)^(1/p): err = tol/16, a step four times too short"));
  });
  rows.add("C5-75", "naive_rejection", naive_rejection);
}

}  // namespace kolmo::claims::continuous_time
