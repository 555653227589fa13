// Stiff steppers in both regimes, and what they say where they cannot step.

#include <gtest/gtest.h>

#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/ode/flow.hpp"
#include "ode/stiff_checks.hpp"
#include "ode/velocities.hpp"

namespace kolmo::ode {
namespace {

using test::prothero_robinson;
using test::stiff_order;
using verify::Verdict;

auto maker(const char* name) { return find_stepper(name).make; }

TEST(Stiff, Radau_has_order_5_and_3_in_the_stiff_limit) {
  EXPECT_EQ(stiff_order(maker("radau_iia_5"), 1, 5, 0.1, 64).verdict, Verdict::pass);
  EXPECT_EQ(stiff_order(maker("radau_iia_5"), 1e6, 3, 0.1).verdict, Verdict::pass);
  // 2.0e-11 at 8 steps: h³/(L c) with c of the method; the digits that are known of it.
  EXPECT_NEAR(prothero_robinson(*maker("radau_iia_5")(), 1e6, 8), 2.0e-11, 0.05e-11);
}

TEST(Stiff, Rosenbrock_has_order_4_and_falls_to_about_1) {
  EXPECT_EQ(stiff_order(maker("rosenbrock_4"), 1, 4, 0.1).verdict, Verdict::pass);
  EXPECT_EQ(stiff_order(maker("rosenbrock_4"), 1e4, 1.2, 0.1).verdict, Verdict::pass);
}

// Explicit Euler: |1 + hλ| ≤ 1 for real λ = −L is h ≤ 2/L.
TEST(Stiff, Euler_meets_and_breaks_its_bound_within_1_percent) {
  const double L = 100;
  EXPECT_LT(prothero_robinson(*maker("euler")(), 100 * L, 5051), 1);     // h L = 1.98
  EXPECT_GT(prothero_robinson(*maker("euler")(), 100 * L, 4950), 1e30);  // h L = 2.02
}

/// x′ = a x.
class Growth final : public process::VelocityField {
 public:
  explicit Growth(double rate) : rate_(rate) {}
  Index dimension() const override { return 1; }
  void velocity(double, const ConstBlock& x, Block out) const override { out = rate_ * x; }
  void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
    velocity(t, x, out);
    divergence.setConstant(rate_);
  }

 private:
  double rate_;
};

// x′ = 4 x with h = 1: I/(¼ h) − J = 0.
TEST(Stiff, a_singular_matrix_has_a_name_a_place_and_a_time) {
  const auto owner = find_stepper("rosenbrock_4").make();
  OdeStepper& stepper = *owner;
  Structure exact;
  exact.jacobian = [](double, const State&, Points& out) { out.setConstant(4); };
  exact.time_derivative = [](double, const State&, State& out) { out.setZero(); };
  stepper.set_structure(exact);
  const System system = [](double, const State& x, State& slope) { slope = 4 * x; };
  State x = State::Ones(1), slope(1), x_new(1), slope_new(1);
  system(0, x, slope);
  stepper.step(system, 0, 1, x, slope, x_new, slope_new, nullptr);
  EXPECT_TRUE(std::isnan(x_new[0]));
  EXPECT_NE(stepper.failure().find("singular"), std::string::npos);
  stepper.step(system, 0, 0.5, x, slope, x_new, slope_new, nullptr);
  EXPECT_TRUE(stepper.failure().empty());
}

TEST(Stiff, stages_without_a_solution_are_reported_by_the_flow) {
  // x′ = x² from 1 over one step of 2: no real stage values.
  class Explosion final : public process::VelocityField {
   public:
    Index dimension() const override { return 1; }
    void velocity(double, const ConstBlock& x, Block out) const override { out = x.square(); }
    void velocity_and_divergence(double t, const ConstBlock& x, Block out, Values divergence) const override {
      velocity(t, x, out);
      divergence = 2 * x.col(0);
    }
  };
  FlowPlan plan;
  plan.times = {0, 2};
  plan.stepper = "radau_iia_5";
  plan.steps_per_interval = 1;
  try {
    flow(Explosion(), plan, Points::Ones(3, 1), [](Index, Index, const ConstBlock&, const ConstValues*) {});
    FAIL() << "must not converge";
  } catch (const NumericalFailure& failure) {
    const std::string text = failure.what();
    EXPECT_NE(text.find("particle 0 at t = 2, scheme radau_iia_5"), std::string::npos) << text;
    EXPECT_NE(text.find("Newton"), std::string::npos) << text;
    EXPECT_NE(text.find("more steps"), std::string::npos) << text;
  }
}

// A stiff flow in units of its own: L = 1e6, to 1e-8, in few steps; the explicit pair needs L/3 of them.
TEST(Stiff, flows_take_few_steps_where_explicit_ones_creep) {
  const Growth fall(-1e6);
  for (const char* name : {"radau_iia_5", "rosenbrock_4"}) {
    FlowPlan plan;
    plan.times = {0, 1};
    plan.stepper = name;
    plan.maximal_steps = 300;
    const FlowReport report =
        flow(fall, plan, Points::Ones(5, 1), [](Index k, Index, const ConstBlock& x, const ConstValues*) {
          EXPECT_LE(x.abs().maxCoeff(), k == 0 ? 1 : 1e-7);
        });
    EXPECT_LT(report.steps_accepted + report.steps_rejected, 250) << name;
  }
  FlowPlan plan;
  plan.times = {0, 1};
  plan.maximal_steps = 10'000;
  EXPECT_THROW(
      flow(fall, plan, Points::Ones(5, 1), [](Index, Index, const ConstBlock&, const ConstValues*) {}),
      NumericalFailure);
}

}  // namespace
}  // namespace kolmo::ode
