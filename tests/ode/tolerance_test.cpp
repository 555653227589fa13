// Adaptive errors fall with the tolerance; refined ones with the order.

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/ode/flow.hpp"
#include "ode/velocities.hpp"

namespace kolmo::ode {
namespace {

const MixtureFlow& mixture() {
  static const MixtureFlow velocity({{0.3, -3, 0.4}, {0.5, 0, 0.7}, {0.2, 2, 0.3}});
  return velocity;
}

Points line() {
  Points x(1500, 1);
  for (Index i = 0; i < x.rows(); ++i) x(i, 0) = -4 + 0.0045 * static_cast<double>(i);
  return x;
}

FlowPlan plan_with(double tolerance) {
  FlowPlan plan;
  plan.times = {0, 0.1, 0.25, 0.5, 1};
  plan.relative_tolerance = plan.absolute_tolerance = tolerance;
  return plan;
}

Points end_of(const FlowPlan& plan, FlowReport* report = nullptr) {
  Points out(line().rows(), 1);
  const FlowReport done =
      flow(mixture(), plan, line(), [&](Index k, Index first, const ConstBlock& x, const ConstValues*) {
        if (k == 4) out.middleRows(first, x.rows()) = x;
      });
  if (report != nullptr) *report = done;
  return out;
}

double root_mean_square(const Points& x) { return std::sqrt(x.square().mean()); }

TEST(Tolerance, is_what_the_error_falls_with) {
  const Points exact = end_of(plan_with(1e-13));
  double first = 0;
  for (const double tolerance : {1e-4, 1e-6, 1e-8, 1e-10}) {
    const double error = root_mean_square(end_of(plan_with(tolerance)) - exact);
    if (first == 0) first = error / tolerance;
    // Seen: between 2e-3 and 3e-2 of the tolerance; proportional within a factor of eight over six decades.
    EXPECT_LT(error, tolerance);
    EXPECT_NEAR(std::log10(error / tolerance / first), 0, 0.9) << tolerance;
  }
}

/// Order of the differences between divisions 1, 2 and 4 of the steps that `tolerance` chooses.
double refined_order(const std::string& stepper, double tolerance) {
  FlowPlan plan = plan_with(tolerance);
  FlowReport report;
  end_of(plan, &report);
  plan.stepper = stepper;
  plan.step_times = report.step_times;
  Points runs[3];
  for (const int k : {0, 1, 2}) {
    plan.divisions = Index{1} << k;
    FlowReport refined;
    runs[k] = end_of(plan, &refined);
    EXPECT_EQ(refined.steps_accepted, report.steps_accepted * plan.divisions);
    EXPECT_EQ(refined.steps_rejected, 0);
  }
  return std::log2(root_mean_square(runs[1] - runs[0]) / root_mean_square(runs[2] - runs[1]));
}

TEST(Refined, steps_fall_with_the_order_of_the_stepper) {
  // Seen: 3.92 … 4.12 for tolerances 1e-4 … 1e-8.
  for (const double tolerance : {1e-5, 1e-6}) EXPECT_NEAR(refined_order("runge_kutta_4", tolerance), 4, 0.2);
  // The pair's coefficients make its h⁵ term small, so that h⁶ still shows: 5.41 … 5.34 for 1e-7 … 1e-8, from
  // above.
  const double order = refined_order("dormand_prince", 1e-7);
  EXPECT_GT(order, 4.8);
  EXPECT_LT(order, 5.6);
}

TEST(Refined, the_same_steps_undivided_give_the_adaptive_run) {
  FlowPlan plan = plan_with(1e-6);
  FlowReport report;
  const Points adaptive = end_of(plan, &report);
  plan.step_times = report.step_times;
  EXPECT_TRUE((end_of(plan) == adaptive).all());
}

TEST(Refined, refuses_steps_of_another_plan) {
  FlowPlan plan = plan_with(1e-4);
  FlowReport report;
  end_of(plan, &report);
  plan.step_times = report.step_times;
  const auto refused = [&](auto&& change) {
    FlowPlan other = plan;
    change(other);
    EXPECT_THROW(end_of(other), InvalidArgument);
  };
  refused([](FlowPlan& p) { p.times = {0, 0.1, 0.25, 0.5, 0.9}; });
  refused([](FlowPlan& p) { p.times = {0, 0.1, 0.26, 0.5, 1}; });
  refused([](FlowPlan& p) { p.times = {1, 0.5, 0.25, 0.1, 0}; });
  refused([](FlowPlan& p) { p.divisions = 0; });
  refused([](FlowPlan& p) { p.steps_per_interval = 3; });
  refused([](FlowPlan& p) { p.step_times = std::make_shared<const StepTimes>(1); });
}

}  // namespace
}  // namespace kolmo::ode
