#pragma once
// The order of a stepper, step by step, and that of its error estimate.

#include <cmath>
#include <string>

#include "kolmo/ode/ode_stepper.hpp"
#include "ode/velocities.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::ode::test {

inline Points start() {
  Points x(3, 2);
  x << 0.3, 0.1, -0.8, 0.9, 1.1, -1.2;
  return x;
}

/// The velocity of Bent on three points, column by column.
inline void bent(double t, const State& x, State& slope) {
  const Eigen::Map<const Eigen::ArrayXXd> place(x.data(), 3, 2);
  Bent().velocity(t, place, Eigen::Map<Eigen::ArrayXXd>(slope.data(), 3, 2));
}

/// The places at t = 4 after that many equal steps from start().
inline Points places_after(const StepperEntry& entry, Index steps) {
  const auto stepper = entry.make();
  State x = start().reshaped(), slope(6), x_new(6), slope_new(6);
  bent(0, x, slope);
  const double h = 4.0 / static_cast<double>(steps);
  for (Index n = 0; n < steps; ++n) {
    stepper->step(bent, static_cast<double>(n) * h, h, x, slope, x_new, slope_new, nullptr);
    x.swap(x_new);
    slope.swap(slope_new);
  }
  return x.reshaped(3, 2).array();
}

/// Root mean square error at t = 4.
inline double error_after(const StepperEntry& entry, Index steps) {
  const Points x = places_after(entry, steps);
  double squares = 0;
  for (Index i = 0; i < x.rows(); ++i) {
    const auto exact = Bent::exact(4, start()(i, 0), start()(i, 1));
    squares += std::pow(x(i, 0) - exact[0], 2) + std::pow(x(i, 1) - exact[1], 2);
  }
  return std::sqrt(squares / 3);
}

inline double order_claimed(const StepperEntry& entry) { return entry.claim.order_time.value(); }

/// Steps of the coarser of two runs that show an order: with twice as many the error stands two orders above
/// rounding (5e-14), and the next power of h adds no more than about 0.1 to the slope.
inline Index order_steps(const StepperEntry& entry) { return order_claimed(entry) > 7 ? 20 : 160; }

/// log₂ of the ratio of the errors with order_steps and twice as many, against the claim.
inline verify::Check order(const StepperEntry& entry) {
  const Index steps = order_steps(entry);
  const double coarse = error_after(entry, steps), fine = error_after(entry, 2 * steps);
  return verify::test::compared("order/" + entry.claim.name, order_claimed(entry), std::log2(coarse / fine),
                                0.2);
}

/// log₂ of the ratio of the error estimates of one step of 0.02 and one of 0.01 (0.2 and 0.1 where an
/// estimate of h⁸ would be rounding): what error_order() states, and one.
inline verify::Check order_of_estimate(const StepperEntry& entry) {
  const auto stepper = entry.make();
  const State x = start().reshaped();
  State slope(6), x_new(6), slope_new(6), error(6);
  bent(0.4, x, slope);
  const double h = *stepper->error_order() > 5 ? 0.045 : 0.02;
  double estimate[2];
  for (const int k : {0, 1}) {
    stepper->step(bent, 0.4, h / (1 << k), x, slope, x_new, slope_new, &error);
    estimate[k] = error.lpNorm<Eigen::Infinity>();
  }
  return verify::test::compared("order of the estimate/" + entry.claim.name, *stepper->error_order() + 1,
                                std::log2(estimate[0] / estimate[1]), 0.2);
}

}  // namespace kolmo::ode::test
