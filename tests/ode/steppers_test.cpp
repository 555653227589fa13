// Every stepper of the list has the order that it claims and costs what it says.

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
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

/// Steppers of an order: those that step to a tolerance have none.
std::vector<StepperEntry> of_an_order() {
  std::vector<StepperEntry> some;
  for (const StepperEntry& entry : steppers()) {
    if (entry.claim.order(Sense::time)) some.push_back(entry);
  }
  return some;
}

bool of_several_steps(const StepperEntry& entry) { return entry.claim.name.rfind("adams", 0) == 0; }

TEST(Steppers, have_the_order_they_claim) {
  for (const StepperEntry& entry : of_an_order()) {
    EXPECT_TRUE(passes(test::order(entry)));
    EXPECT_GT(test::error_after(entry, 2 * test::order_steps(entry)), 5e-14)
        << entry.claim.name << ": rounding instead of order";
  }
}

// Measured orders are blind to a coefficient that enters at high order with a small factor, as a21 of Dormand
// and Prince.
TEST(Steppers, fulfil_the_order_conditions_of_their_order_and_no_more) {
  EXPECT_EQ(test::trees(6).size(), 37U);
  for (const StepperEntry& entry : of_an_order()) {
    EXPECT_TRUE(passes(test::order_conditions(entry)));
    if (!entry.make()->error_order()) continue;
    // Its estimate is a quotient of two, of orders 5 and 3, whose orders show in small steps only.
    if (entry.claim.name == "dormand_prince_853") {
      EXPECT_EQ(test::algebraic_orders(entry).estimate, 5);
      continue;
    }
    EXPECT_TRUE(passes(test::order_conditions_of_estimate(entry)));
  }
}

// The first step of a method of several steps is its starter's: its own weights are seen from the fourth on.
TEST(Steppers, of_Adams_integrate_cubics_exactly_and_quartics_not) {
  for (const StepperEntry& entry : steppers()) {
    if (!of_several_steps(entry)) continue;
    for (const int power : {0, 1, 2, 3, 4}) {
      const System system = [power](double t, const State&, State& slope) {
        slope[0] = std::pow(t, power) * (power + 1);
      };
      const auto stepper = entry.make();
      State x = State::Zero(1), slope(1), x_new(1), slope_new(1);
      system(0, x, slope);
      for (int n = 0; n < 8; ++n) {
        stepper->step(system, 0.125 * n, 0.125, x, slope, x_new, slope_new, nullptr);
        x.swap(x_new);
        slope.swap(slope_new);
      }
      // Eight steps of some roundings each; the quartic's constant is 251/720 or 19/720 of 4! h⁵ f⁗ a step.
      if (power < 4) {
        EXPECT_NEAR(x[0], 1, 1e-14) << entry.claim.name << power;
      } else {
        EXPECT_GT(std::abs(x[0] - 1), 1e-5) << entry.claim.name;
      }
    }
  }
}

TEST(Steppers, of_several_steps_begin_anew_where_the_steps_change) {
  for (const StepperEntry& entry : steppers()) {
    if (!of_several_steps(entry)) continue;
    const auto stepper = entry.make(), fresh = entry.make();
    State x = start().reshaped(), slope(6), x_new(6), slope_new(6), from_fresh(6);
    test::bent(0, x, slope);
    double t = 0;
    for (const double h : {0.1, 0.1, 0.1, 0.1, 0.05}) {
      stepper->step(test::bent, t, h, x, slope, x_new, slope_new, nullptr);
      if (h == 0.05) fresh->step(test::bent, t, h, x, slope, from_fresh, slope_new, nullptr);
      x = x_new;
      slope = slope_new;
      t += h;
    }
    EXPECT_EQ(x_new, from_fresh) << entry.claim.name;
  }
}

TEST(Steppers, are_what_the_flow_steps_with) {
  for (const StepperEntry& entry : steppers()) {
    FlowPlan plan;
    plan.times = {0, 4};
    plan.stepper = entry.claim.name;
    plan.steps_per_interval = 160;
    plan.relative_tolerance = plan.absolute_tolerance = 1e-10;
    const Points expected = test::places_after(entry, 160);
    // Times and steps may be rounded in another way: 160 steps of ε each. Differences for derivatives have
    // other widths where the state is one system; their error, about 1e-9 of h² a step, enters at order h⁴.
    // CVODE's own steps, some 200 to a tolerance of 1e-10 each, begin anew where rounding breaks them off.
    const double allowed = entry.claim.name.starts_with("cvode")   ? 2e-8
                           : entry.claim.evaluations_per_step == 0 ? 1e-11
                                                                   : 1e-13;
    flow(Bent(), plan, start(), [&](Index snapshot, Index, const ConstBlock& x, const ConstValues*) {
      if (snapshot == 0) return;
      EXPECT_LE((x - expected).abs().maxCoeff(), allowed) << entry.claim.name;
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
    const auto claimed = static_cast<Index>(entry.claim.evaluations_per_step);
    // Three of seven steps of each interval are made by runge_kutta_4.
    const Index steps = of_several_steps(entry) ? 6 * 4 + 8 * claimed : 14 * claimed;
    if (claimed > 0) {
      EXPECT_EQ(velocity.calls, 1 + steps) << entry.claim.name;
    }
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

// A step's error is at most the tolerance, and this flow draws paths together but for a factor e^{0.6}; there
// are at most some hundred steps. The estimate of a pair is of the lower order, so that most errors are far
// smaller.
TEST(Steppers, with_an_estimate_keep_to_the_tolerance) {
  for (const StepperEntry& entry : steppers()) {
    const bool adaptive = entry.make()->error_order().has_value();
    if (!adaptive && entry.claim.order(Sense::time)) continue;
    FlowPlan plan;
    plan.times = {0, 1, 2};
    plan.stepper = entry.claim.name;
    plan.relative_tolerance = plan.absolute_tolerance = 1e-6;
    if (!adaptive) plan.steps_per_interval = 1;
    plan.log_density = true;
    flow(Spiral(), plan, start(), [&](Index k, Index, const ConstBlock& x, const ConstValues* change) {
      for (Index i = 0; i < x.rows(); ++i) {
        const auto exact =
            Spiral::exact(plan.times[static_cast<std::size_t>(k)], start()(i, 0), start()(i, 1));
        EXPECT_NEAR(x(i, 0), exact.x, 5e-5) << entry.claim.name;
        EXPECT_NEAR(x(i, 1), exact.y, 5e-5) << entry.claim.name;
        EXPECT_NEAR((*change)[i], exact.log_density_change, 2e-4) << entry.claim.name;
      }
    });
  }
}

// Within a step: of order 3 from its ends, of 4 where Dormand and Prince's stages are used.
TEST(Steppers, interpolate_within_a_step) {
  for (const auto& [name, order] : {std::pair{"runge_kutta_4", 4}, std::pair{"dormand_prince", 5}}) {
    const auto stepper = find_stepper(name).make();
    const State x = start().reshaped();
    State slope(6), x_new(6), slope_new(6), inside(6), exact(6), error(6);
    test::bent(0, x, slope);
    double errors[2];
    for (const int k : {0, 1}) {
      const double h = 0.05 / (1 << k);
      stepper->step(test::bent, 0, h, x, slope, x_new, slope_new, &error);
      stepper->interpolate(0.4, h, x, slope, x_new, slope_new, inside);
      for (Index i = 0; i < 3; ++i) {
        const auto at = Bent::exact(0.4 * h, start()(i, 0), start()(i, 1));
        exact[i] = at[0];
        exact[i + 3] = at[1];
      }
      errors[k] = (inside - exact).norm();
      stepper->interpolate(1, h, x, slope, x_new, slope_new, inside);
      EXPECT_LE((inside - x_new).norm(), 1e-15) << name;
    }
    EXPECT_NEAR(std::log2(errors[0] / errors[1]), order, 0.25) << name;
  }
}

TEST(Steppers, are_found_by_name_or_the_names_are_listed) {
  EXPECT_EQ(find_stepper("dormand_prince").claim.order(Sense::time), 5.0);
  try {
    find_stepper("dormand");
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_NE(std::string(error.what()).find("dormand_prince, runge_kutta_4"), std::string::npos)
        << error.what();
  }
}

std::string row(const StepperEntry& entry) {
  const auto number = [](std::optional<double> value) {
    std::ostringstream out;
    if (value) out << *value;
    return value ? out.str() : "–";
  };
  const auto error_order = entry.make()->error_order();
  const double cost = entry.claim.evaluations_per_step;
  return "| `" + entry.claim.name + "` | " + number(entry.claim.order(Sense::time)) + " | " +
         number(error_order ? std::optional<double>(*error_order) : std::nullopt) + " | " +
         number(cost == 0 ? std::nullopt : std::optional(cost)) + " | " + entry.claim.needs + " | " +
         entry.claim.source + " |";
}

TEST(SteppersPage, holds_the_row_of_every_stepper) {
  std::ifstream file(KOLMO_ODE_STEPPERS_PAGE);
  ASSERT_TRUE(file.good()) << KOLMO_ODE_STEPPERS_PAGE;
  std::ostringstream page;
  page << file.rdbuf();
  for (const StepperEntry& entry : steppers()) {
    EXPECT_NE(page.str().find(row(entry)), std::string::npos) << "docs/methods/ode_steppers.md lacks\n"
                                                              << row(entry);
  }
}

}  // namespace
}  // namespace kolmo::ode
