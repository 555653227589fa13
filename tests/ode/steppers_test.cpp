// Every stepper of the list has the order that it claims and costs what it says.

#include <gtest/gtest.h>

#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/ode/ode_stepper.hpp"
#include "ode/order_checks.hpp"
#include "ode/order_conditions.hpp"

namespace kolmo::ode {
namespace {

using test::start;
using verify::test::passes;

TEST(Steppers, have_the_order_they_claim) {
  for (const StepperEntry& entry : steppers()) {
    EXPECT_TRUE(passes(test::order(entry)));
    EXPECT_GT(test::error_after(entry, 320), 5e-14) << entry.claim.name << ": rounding instead of order";
  }
}

// Measured orders are blind to a coefficient that enters at high order with a small factor, as a21 of Dormand
// and Prince.
TEST(Steppers, fulfil_the_order_conditions_of_their_order_and_no_more) {
  EXPECT_EQ(test::trees(6).size(), 37U);
  for (const StepperEntry& entry : steppers()) {
    EXPECT_TRUE(passes(test::order_conditions(entry)));
    if (!entry.make()->error_order()) continue;
    EXPECT_TRUE(passes(test::order_conditions_of_estimate(entry)));
  }
}

TEST(Steppers, are_what_the_flow_steps_with) {
  for (const StepperEntry& entry : steppers()) {
    FlowPlan plan;
    plan.times = {0, 4};
    plan.stepper = entry.claim.name;
    plan.steps_per_interval = 160;
    const Points expected = test::places_after(entry, 160);
    flow(Bent(), plan, start(), [&](Index snapshot, Index, const ConstBlock& x, const ConstValues*) {
      if (snapshot == 0) return;
      // Times and steps may be rounded in another way: 160 steps of ε each.
      EXPECT_LE((x - expected).abs().maxCoeff(), 1e-13) << entry.claim.name;
    });
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
  for (const StepperEntry& entry : steppers()) {
    if (!entry.make()->error_order()) continue;
    EXPECT_TRUE(passes(test::order_of_estimate(entry)));
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
