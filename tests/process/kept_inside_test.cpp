// Natural boundaries are found where they are, and processes kept inside of them are the same processes.

#include "kolmo/process/exit/kept_inside.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/process/equations/geometric_brownian_motion.hpp"

namespace kolmo::process {
namespace {

/// dX = f(x) dt + g(x) dW in units of length L, with the derivatives that they have.
class Written final : public Process {
 public:
  using Function = double (*)(double);
  Written(Function f, Function df, Function g, Function dg, double length = 1)
      : f_(f), df_(df), g_(g), dg_(dg), length_(length) {}
  std::string name() const override { return "written"; }
  Index dimension() const override { return 1; }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  void drift(double, const ConstBlock& x, Block out) const override { at(f_, length_, x, out); }
  void drift_divergence(double, const ConstBlock& x, Values out) const override { at(df_, 1, x, out); }
  void diffusion_diagonal(double, const ConstBlock& x, Block out) const override { at(g_, length_, x, out); }
  void diffusion_derivative(double, const ConstBlock& x, Block out) const override { at(dg_, 1, x, out); }

 private:
  template <class Out>
  void at(Function function, double unit, const ConstBlock& x, Out&& out) const {
    for (Index i = 0; i < x.rows(); ++i) out(i, 0) = unit * function(x(i, 0) / length_);
  }
  Function f_, df_, g_, dg_;
  double length_;
};

std::shared_ptr<Written> gompertz(double length = 1) {
  return std::make_shared<Written>([](double x) { return x * std::log(2 / x); },
                                   [](double x) { return std::log(2 / x) - 1; },
                                   [](double x) { return 0.5 * x; }, [](double) { return 0.5; }, length);
}

/// 2κm/s² = 2 · 1 · 0.5/0.64.
std::shared_ptr<Written> square_root() {
  return std::make_shared<Written>([](double x) { return 0.5 - x; }, [](double) { return -1.0; },
                                   [](double x) { return 0.8 * std::sqrt(x); },
                                   [](double x) { return 0.4 / std::sqrt(x); });
}

/// Gompertz's process seen in a mirror, x → 3 − x.
std::shared_ptr<Written> mirrored() {
  return std::make_shared<Written>([](double x) { return -(3 - x) * std::log(2 / (3 - x)); },
                                   [](double x) { return std::log(2 / (3 - x)) - 1; },
                                   [](double x) { return 0.5 * (3 - x); }, [](double) { return -0.5; });
}

Eigen::VectorXd at(double x) { return Eigen::VectorXd::Constant(1, x); }

TEST(NaturalBoundaries, AreWhereCoefficientsEndAndNoiseVanishes) {
  const auto growth = natural_boundaries(*gompertz(), 0, at(0.3));
  ASSERT_EQ(growth.size(), 1u);
  EXPECT_EQ(growth[0].place, 0);
  EXPECT_FALSE(growth[0].above);
  EXPECT_NEAR(growth[0].exponent, 1, 1e-9);
  const auto root = natural_boundaries(*square_root(), 0, at(0.3));
  ASSERT_EQ(root.size(), 1u);
  EXPECT_EQ(root[0].place, 0);
  EXPECT_NEAR(root[0].exponent, 0.5, 1e-9);
  EXPECT_NEAR(root[0].feller, 1 / 0.64, 1e-5);  // f at 2⁻²⁰ of the start
  const auto above = natural_boundaries(*mirrored(), 0, at(2.7));
  ASSERT_EQ(above.size(), 1u);
  EXPECT_NEAR(above[0].place, 3, 1e-15);
  EXPECT_TRUE(above[0].above);
  // Geometric Brownian motion is finite everywhere: nothing ends.
  EXPECT_TRUE(natural_boundaries(GeometricBrownianMotion(0.1, 0.3), 0, at(1)).empty());
}

// Itô: Y = log X has drift (log 2 − y) − ⅛ and noise ½.
TEST(KeptInside, TakesTheLogarithmWhereNoiseVanishesLinearly) {
  const KeptInside kept = keep_inside(gompertz(), 0, at(0.3), {"x"});
  EXPECT_EQ(kept.name, "logarithm of the distance of x from 0");
  Points y(3, 1), out(3, 1);
  y << -40, -1, 2;
  kept.process->drift(0, y, out);
  for (Index i = 0; i < 3; ++i) EXPECT_NEAR(out(i, 0), std::log(2.0) - y(i, 0) - 0.125, 1e-13);
  kept.process->diffusion_diagonal(0, y, out);
  EXPECT_NEAR((out - 0.5).abs().maxCoeff(), 0, 1e-15);
  EXPECT_NEAR(kept.to_paths_at(0, std::exp(0.7)), 0.7, 1e-15);
  Points x(1, 1);
  x << 0.7;
  kept.from_paths(x);
  EXPECT_NEAR(x(0, 0), std::exp(0.7), 1e-15);
  EXPECT_EQ(kept.order_weak, 1);
}

// The mirror image: y grows with x, y = −log(3 − x), so that its drift is the other's with its sign turned.
TEST(KeptInside, GrowsWithTheCoordinateBelowABoundaryAbove) {
  const KeptInside kept = keep_inside(mirrored(), 0, at(2.7), {"x"});
  Points y(2, 1), out(2, 1);
  y << -1, 3;
  kept.process->drift(0, y, out);
  for (Index i = 0; i < 2; ++i) EXPECT_NEAR(out(i, 0), -(std::log(2.0) + y(i, 0) - 0.125), 1e-12);
  EXPECT_LT(kept.to_paths_at(0, 1), kept.to_paths_at(0, 2));
  Eigen::ArrayXd slope(2);
  kept.process->drift_divergence(0, y, slope);
  EXPECT_NEAR((slope + 1).abs().maxCoeff(), 0, 1e-12);
  kept.process->diffusion_derivative(0, y, out);
  EXPECT_NEAR(out.abs().maxCoeff(), 0, 1e-12);
}

TEST(KeptInside, TruncatesWhereNoiseVanishesAsARoot) {
  const KeptInside kept = keep_inside(square_root(), 0, at(0.3), {"v"});
  EXPECT_EQ(kept.name, "full truncation of v at 0");
  Points y(2, 1), out(2, 1);
  y << -0.1, 0.25;
  kept.process->drift(0, y, out);
  EXPECT_EQ(out(0, 0), 0.5);
  EXPECT_EQ(out(1, 0), 0.25);
  kept.process->diffusion_diagonal(0, y, out);
  EXPECT_EQ(out(0, 0), 0);
  EXPECT_NEAR(out(1, 0), 0.4, 1e-15);
  EXPECT_EQ(kept.order_weak, 1);
}

TEST(KeptInside, LeavesOthersAsTheyAre) {
  const auto process = std::make_shared<GeometricBrownianMotion>(0.1, 0.3);
  const KeptInside kept = keep_inside(process, 0, at(1), {"x"});
  EXPECT_EQ(kept.process, process);
  EXPECT_EQ(kept.name, "");
  EXPECT_FALSE(kept.to_paths);
  EXPECT_EQ(kept.to_paths_at(0, 2.5), 2.5);
}

// x → 2ᵏx: the same place, and coefficients with the same bits, as y moves by k log 2 in both.
TEST(KeptInside, DoesNotDependOnUnits) {
  const auto unit = natural_boundaries(*gompertz(), 0, at(0.3));
  for (const double length : {0x1p-30, 0x1p20}) {
    const auto scaled = natural_boundaries(*gompertz(length), 0, at(0.3 * length));
    ASSERT_EQ(scaled.size(), 1u);
    EXPECT_EQ(scaled[0].place, 0);
    EXPECT_EQ(scaled[0].exponent, unit[0].exponent);
    EXPECT_EQ(scaled[0].feller, unit[0].feller);
  }
}

}  // namespace
}  // namespace kolmo::process
