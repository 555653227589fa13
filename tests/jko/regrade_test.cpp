// New nodes for the same law.

#include "kolmo/jko/regrade.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "jko/line_problems.hpp"
#include "kolmo/jko/flow.hpp"

namespace kolmo::jko {
namespace {

double normal_above(double z) { return 0.5 * std::erfc(z / std::numbers::sqrt2); }

/// V = 2 cos 2x + 0.01 x⁴.
class Ripple final : public density::Potential {
 public:
  std::string name() const override { return "ripple"; }
  Index dimension() const override { return 1; }
  void value(const ConstBlock& x, Values out) const override {
    out = 2 * (2 * x.col(0)).cos() + 0.01 * x.col(0).square().square();
  }
  void gradient(const ConstBlock& x, Block out) const override {
    out.col(0) = -4 * (2 * x.col(0)).sin() + 0.04 * x.col(0).cube();
  }
  void laplacian(const ConstBlock& x, Values out) const override {
    out = -8 * (2 * x.col(0)).cos() + 0.12 * x.col(0).square();
  }
};

TEST(Regrade, SharesTheGradingEqually) {
  LagrangianDensity rho = lagrangian_density(TwoGaussians(0, 1), 500);
  EXPECT_NEAR(grading(rho), 1, 0.02);
  // x → x³/10 + x squeezes the middle against the tails.
  rho.displace(rho.nodes() * rho.nodes() * rho.nodes() / 10);
  EXPECT_GT(grading(rho), 1.5);
  EXPECT_NEAR(grading(regraded(rho)), 1, 0.05);
}

TEST(Regrade, KeepsTheLaw) {
  double error[2];
  for (const int k : {0, 1}) {
    LagrangianDensity rho = lagrangian_density(TwoGaussians(0.3, 1), 400 * (k + 1));
    rho.displace(0.5 * (rho.nodes() + 5 * rho.nodes().sin() * 0.1));
    const LagrangianDensity other = regraded(rho);
    EXPECT_EQ(other.cells(), rho.cells());
    EXPECT_EQ(other.nodes()[0], rho.nodes()[0]);
    EXPECT_EQ(other.nodes()[other.cells()], rho.nodes()[rho.cells()]);
    EXPECT_NEAR(other.masses().sum(), 1, 1e-14);
    // The law between 4 and 12 deviations out keeps its digits too.
    EXPECT_NEAR(mass_above(other, 7) / mass_above(rho, 7), 1, 2e-3);
    error[k] = ks_distance(rho.law(), other.law());
  }
  // Both laws are linear in their cells: that is the O(h²) left.
  EXPECT_LT(error[0], 4e-5);
  EXPECT_LT(error[1], 1e-5);
}

TEST(Regrade, MassAboveIsRightWhereverAPlaceLiesInItsCell) {
  const LagrangianDensity rho = lagrangian_density(TwoGaussians(0, 1), 200);
  double smooth = 0, linear = 0;
  for (int i = 0; i < 100; ++i) {
    const double x = -1 + 0.02 * i + 0.003;
    smooth = std::max(smooth, std::abs(mass_above(rho, x) - normal_above(x)));
    linear = std::max(linear, std::abs(rho.probability_above(x) - normal_above(x)));
  }
  EXPECT_LT(smooth, 1e-6);
  EXPECT_GT(linear, 20 * smooth);
  EXPECT_EQ(mass_above(rho, -100), 1);
  EXPECT_EQ(mass_above(rho, 100), 0);
}

TEST(Regrade, ABarrierIsResolvedThatAWellEmptiesOver) {
  // V = 2 cos 2x + 0.01 x⁴, T = ½, from N(½, 0.3²): P(X > 0) = 0.89114 at t = 5, by the grid and by paths.
  // Cells that only move stand on the barrier at 0 half a unit wide, and 1000, 2000, 4000 of them agree with
  // each other and not with that.
  const FreeEnergy energy(std::make_shared<Ripple>(), 0.5);
  const LagrangianDensity start = lagrangian_density(TwoGaussians(0.5, 0.3), 1000);
  const auto positive = [&](double regrade_above, Index steps) {
    const FlowPlan plan{{{0, 5}, {steps}}, "quantile", regrade_above};
    double value = 0;
    flow(energy, plan, start,
         [&](Index, double, const LagrangianDensity& rho) { value = mass_above(rho, 0); });
    return value;
  };
  // Order 1 in τ: extrapolated from two step sizes.
  const auto extrapolated = [&](double above) { return 2 * positive(above, 800) - positive(above, 400); };
  EXPECT_NEAR(extrapolated(3), 0.89114, 3e-4);
  EXPECT_GT(std::abs(extrapolated(std::numeric_limits<double>::infinity()) - 0.89114), 8e-4);
}

}  // namespace
}  // namespace kolmo::jko
