// Adaptive errors fall with the tolerance; refined ones with the order.

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>
#include <utility>

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

/// dx/dt = φ((t − 37.3)/0.01)/0.01, φ the normal density: x(100) − x(0) = 1, nearly all of it within 0.06.
class Pulse final : public process::VelocityField {
 public:
  Index dimension() const override { return 1; }
  void velocity(double t, const ConstBlock&, Block out) const override {
    out.setConstant(std::exp(-0.5 * std::pow((t - 37.3) / 0.01, 2)) /
                    (0.01 * std::sqrt(2 * std::acos(-1.0))));
  }
  void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    velocity(t, x, out);
    divergence.setZero();
  }
};

// Where the velocity is 0 at every stage of a step nothing speaks against the step.
TEST(Tolerance, needs_a_largest_step_where_the_velocity_is_a_pulse) {
  FlowPlan plan;
  plan.times = {0, 100};
  const auto rise = [&] {
    double end = 0;
    flow(Pulse(), plan, Points::Zero(1, 1),
         [&](Index, Index, const ConstBlock& x, const ConstValues*) { end = x(0, 0); });
    return end;
  };
  EXPECT_EQ(rise(), 0);
  plan.largest_step = 0.05;
  EXPECT_NEAR(rise(), 1, 1e-6);
  plan.largest_step = 0;
  EXPECT_THROW(rise(), InvalidArgument);
}

/// v(t, x) = f(t/S, x)/S of the mixture's flow f.
class Slowed final : public process::VelocityField {
 public:
  explicit Slowed(double unit) : unit_(unit) {}
  Index dimension() const override { return 1; }
  void velocity(double t, const ConstBlock& x, Block out) const override {
    mixture().velocity(t / unit_, x, out);
    out /= unit_;
  }
  void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    mixture().velocity_and_divergence(t / unit_, x, out, divergence);
    out /= unit_;
    divergence /= unit_;
  }

 private:
  double unit_;
};

// t → St with S a power of two: the same steps, bit for bit.
TEST(Tolerance, takes_the_same_steps_in_every_unit_of_time) {
  const auto run = [](double unit) {
    FlowPlan plan = plan_with(1e-6);
    for (double& t : plan.times) t *= unit;
    Points end(line().rows(), 1);
    const FlowReport report =
        flow(Slowed(unit), plan, line(), [&](Index k, Index first, const ConstBlock& x, const ConstValues*) {
          if (k == 4) end.middleRows(first, x.rows()) = x;
        });
    return std::pair(end, report.steps_accepted);
  };
  const auto [expected, steps] = run(1);
  for (const double unit : {0x1p-40, 0x1p-20, 0x1p20}) {
    const auto [end, accepted] = run(unit);
    EXPECT_TRUE((end == expected).all()) << unit;
    EXPECT_EQ(accepted, steps) << unit;
  }
}

}  // namespace
}  // namespace kolmo::ode
