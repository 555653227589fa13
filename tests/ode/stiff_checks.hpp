#pragma once
// Stiff equations with known solutions.

#include <cmath>
#include <limits>
#include <vector>

#include "kolmo/ode/ode_stepper.hpp"
#include "kolmo/verify/order_fit.hpp"

namespace kolmo::ode::test {

/// Prothero and Robinson (1974): x′ = −L (x − sin t) + cos t, x = sin t. The error at t = 1 after `steps`
/// equal steps from x(0) = 0. L = 0: x′ = cos t.
inline double prothero_robinson(OdeStepper& stepper, double L, Index steps) {
  const System system = [L](double t, const State& x, State& slope) {
    slope[0] = -L * (x[0] - std::sin(t)) + std::cos(t);
  };
  State x = State::Zero(1), slope(1), x_new(1), slope_new(1);
  system(0, x, slope);
  const double h = 1.0 / static_cast<double>(steps);
  for (Index n = 0; n < steps; ++n) {
    stepper.step(system, static_cast<double>(n) * h, h, x, slope, x_new, slope_new, nullptr);
    x.swap(x_new);
    slope.swap(slope_new);
  }
  return std::abs(x[0] - std::sin(1.0));
}

/// The fitted order over 8, 16, … `finest` steps, against `claimed`.
inline verify::OrderFit stiff_order(const std::function<std::unique_ptr<OdeStepper>()>& make, double L,
                                    double claimed, double slack, Index finest = 128) {
  std::vector<verify::OrderPoint> points;
  for (Index steps = 8; steps <= finest; steps *= 2) {
    points.push_back({1.0 / static_cast<double>(steps), prothero_robinson(*make(), L, steps)});
  }
  verify::OrderFitOptions options;
  options.slack = slack;
  options.curvature = false;
  return verify::fit_order(points, claimed, options);
}

}  // namespace kolmo::ode::test
