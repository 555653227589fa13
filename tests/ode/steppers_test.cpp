// Every stepper of the list has the order that it claims and costs what it says.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/ode/ode_stepper.hpp"
#include "ode/velocities.hpp"

namespace kolmo::ode {
namespace {

Points start() {
  Points x(3, 2);
  x << 0.3, 0.1, -0.8, 0.9, 1.1, -1.2;
  return x;
}

/// Root mean square error at t = 4 after that many steps.
double error_after(const std::string& stepper, Index steps) {
  FlowPlan plan;
  plan.times = {0, 4};
  plan.stepper = stepper;
  plan.steps_per_interval = steps;
  double squares = 0;
  flow(Bent(), plan, start(), [&](Index snapshot, Index, const ConstBlock& x, const ConstValues*) {
    if (snapshot == 0) return;
    for (Index i = 0; i < x.rows(); ++i) {
      const auto exact = Bent::exact(4, start()(i, 0), start()(i, 1));
      squares += std::pow(x(i, 0) - exact[0], 2) + std::pow(x(i, 1) - exact[1], 2);
    }
  });
  return std::sqrt(squares / 3);
}

TEST(Steppers, have_the_order_they_claim) {
  for (const StepperEntry& entry : steppers()) {
    // The finest error stands two orders above rounding; the next power of h still adds about 0.1 to a slope
    // of 5.
    const double coarse = error_after(entry.claim.name, 160);
    const double fine = error_after(entry.claim.name, 320);
    const double order = std::log2(coarse / fine);
    EXPECT_GT(fine, 5e-14) << entry.claim.name << ": rounding instead of order";
    EXPECT_NEAR(order, *entry.claim.order_time, 0.2) << entry.claim.name << ' ' << coarse << ' ' << fine;
  }
}

TEST(Steppers, cost_the_evaluations_they_claim) {
  for (const StepperEntry& entry : steppers()) {
    const Spiral velocity;
    FlowPlan plan;
    plan.times = {0, 1, 3};
    plan.stepper = entry.claim.name;
    plan.steps_per_interval = 7;
    const FlowReport report =
        flow(velocity, plan, start(), [](Index, Index, const ConstBlock&, const ConstValues*) {});
    EXPECT_EQ(velocity.calls, 1 + 14 * static_cast<Index>(entry.claim.evaluations_per_step))
        << entry.claim.name;
    EXPECT_EQ(report.evaluations_per_particle, static_cast<double>(velocity.calls));
    EXPECT_EQ(report.steps_accepted, 14);
  }
}

TEST(Steppers, estimate_an_error_of_the_order_they_state) {
  const System system = [](double t, const State& x, State& slope) {
    const Eigen::Map<const Eigen::ArrayXXd> place(x.data(), 3, 2);
    Bent().velocity(t, place, Eigen::Map<Eigen::ArrayXXd>(slope.data(), 3, 2));
  };
  for (const StepperEntry& entry : steppers()) {
    const auto stepper = entry.make();
    if (!stepper->error_order()) continue;
    const State x = start().reshaped();
    State slope(6), x_new(6), slope_new(6), error(6);
    system(0.4, x, slope);
    double estimate[2];
    for (const int k : {0, 1}) {
      stepper->step(system, 0.4, 0.02 / (1 << k), x, slope, x_new, slope_new, &error);
      estimate[k] = error.lpNorm<Eigen::Infinity>();
    }
    EXPECT_NEAR(std::log2(estimate[0] / estimate[1]), *stepper->error_order() + 1, 0.2) << entry.claim.name;
  }
}

TEST(Steppers, are_found_by_name_or_the_names_are_listed) {
  EXPECT_EQ(find_stepper("dormand_prince").claim.order_time, 5.0);
  try {
    find_stepper("dormand");
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_NE(std::string(error.what()).find("dormand_prince, runge_kutta_4"), std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace kolmo::ode
