// The loop over JKO steps, the energies and the lists.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <numbers>

#include "jko/energy_checks.hpp"
#include "jko/line_problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/jko/flow.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::jko {
namespace {

/// A process that may be a gradient flow.
class SomeProcess final : public process::Process, public process::GradientFlow {
 public:
  SomeProcess(Index dimension, bool gradient) : dimension_(dimension), gradient_(gradient) {}
  std::string name() const override { return "some process"; }
  Index dimension() const override { return dimension_; }
  void drift(double, const ConstBlock&, Block out) const override { out.setZero(); }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out.setZero(); }
  double diffusion(double) const override { return 1; }
  double noise_variance(double s, double t) const override { return t - s; }
  std::optional<process::GradientStructure> gradient_structure() const override {
    if (!gradient_) return std::nullopt;
    return process::GradientStructure{std::make_shared<Quadratic>(1, 0), 0.3};
  }

 private:
  Index dimension_;
  bool gradient_;
};

TEST(FreeEnergy, comes_from_the_process_or_not_at_all) {
  EXPECT_EQ(free_energy(SomeProcess(1, true)).temperature(), 0.3);
  EXPECT_THROW(free_energy(SomeProcess(1, false)), InvalidArgument);
  EXPECT_THROW(free_energy(SomeProcess(2, true)), InvalidArgument);
  EXPECT_THROW(FreeEnergy(nullptr, 0), InvalidArgument);
  EXPECT_THROW(FreeEnergy(nullptr, std::numeric_limits<double>::infinity()), InvalidArgument);
}

TEST(FreeEnergy, of_a_gaussian_is_the_closed_form) {
  // ∫ρV = θ((m − c)² + s²)/2, ∫ρ log ρ = −½ log(2πe s²); N = 2000: h² ≈ 1e-5 relative.
  const FreeEnergy energy(std::make_shared<Quadratic>(2, 1), 0.7);
  const double exact = (0.25 + 0.16) - 0.7 * 0.5 * std::log(2 * std::numbers::pi * std::numbers::e * 0.16);
  EXPECT_NEAR(evaluate(energy, lagrangian_density(TwoGaussians(0.5, 0.4), 2000)), exact, 1e-5);
}

TEST(FreeEnergy, derivatives_belong_to_its_values) {
  for (const verify::Check& check : test::derivatives(FreeEnergy(nullptr, 0.7))) {
    EXPECT_TRUE(verify::test::passes(check));
  }
}

TEST(Flow, shows_every_time_and_records_every_step) {
  const FreeEnergy energy(std::make_shared<Quadratic>(1, 0), 1);
  const auto initial = lagrangian_density(TwoGaussians(1, 0.5), 100);
  FlowPlan plan = even_plan({0.5, 0.6, 1.05}, 0.1);
  EXPECT_EQ(plan.steps, (std::vector<Index>{1, 5}));
  EXPECT_EQ(even_plan({0.5, 0.6, 1.05}, 0.1, 4).steps, (std::vector<Index>{4, 20}));
  std::vector<double> seen;
  const FlowReport report = flow(energy, plan, initial, [&](Index k, double t, const LagrangianDensity& rho) {
    EXPECT_EQ(k, static_cast<Index>(seen.size()));
    if (k == 0) {
      EXPECT_EQ(w2_squared(rho, initial), 0);
    }
    seen.push_back(t);
  });
  EXPECT_EQ(seen, plan.times);
  ASSERT_EQ(report.steps.size(), 6U);
  EXPECT_EQ(report.steps[0].time, 0.6);
  EXPECT_EQ(report.steps[5].time, 1.05);
  EXPECT_DOUBLE_EQ(report.steps[3].tau, 0.09);
  EXPECT_LT(report.energy_final, report.energy_initial);
  EXPECT_GT(report.iterations(), 5);
}

TEST(Flow, contracts_as_the_potential_is_convex) {
  // W2(ρ_t, μ_t) ≤ e^{−θt} W2(ρ_0, μ_0); the step contracts by 1/(1 + τθ) at least.
  const FreeEnergy energy(std::make_shared<Quadratic>(2, 0), 0.5);
  LagrangianDensity a = lagrangian_density(TwoGaussians(1, 0.5), 200);
  LagrangianDensity b(2 * a.nodes() + 3, a.masses());
  const auto step = find_step("quantile").make();
  double distance = std::sqrt(w2_squared(a, b));
  for (int k = 0; k < 20; ++k) {
    step->step(energy, 0, 0.05, a);
    step->step(energy, 0, 0.05, b);
    const double next = std::sqrt(w2_squared(a, b));
    EXPECT_LE(next, distance / 1.1 * (1 + 1e-11));
    distance = next;
  }
}

TEST(Flow, refuses_plans_outside_their_ranges) {
  const FreeEnergy energy(nullptr, 1);
  const auto initial = lagrangian_density(TwoGaussians(1, 0.5), 100);
  const auto refused = [&](std::vector<double> times, std::vector<Index> steps,
                           const std::string& name = "quantile") {
    const FlowPlan plan{std::move(times), std::move(steps), name};
    EXPECT_THROW(flow(energy, plan, initial, [](Index, double, const LagrangianDensity&) {}),
                 InvalidArgument);
  };
  refused({0}, {});
  refused({0, 1}, {});
  refused({0, 1}, {0});
  refused({1, 0}, {5});
  refused({0, std::nan("")}, {5});
  refused({0, 1}, {5}, "quantiles");
  EXPECT_THROW(even_plan({0, 1}, 0), InvalidArgument);
  EXPECT_THROW(even_plan({0, 1}, 0.1, 0), InvalidArgument);
}

TEST(Steps, claim_their_orders) {
  for (const StepEntry& entry : steps()) {
    EXPECT_EQ(entry.make()->claim().name, entry.claim.name);
    EXPECT_TRUE(entry.claim.order(Sense::time) && entry.claim.order(Sense::space));
  }
}

}  // namespace
}  // namespace kolmo::jko
