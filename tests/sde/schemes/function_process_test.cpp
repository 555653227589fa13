// A process from two functions, against the same process as a class with derivatives by hand.

#include "kolmo/process/equations/function_process.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/process/derived/scaled_diffusion.hpp"
#include "kolmo/process/derived/scaled_drift.hpp"
#include "kolmo/process/derived/with_linear_part.hpp"
#include "kolmo/process/equations/point_functions.hpp"
#include "kolmo/process/structure/drift_jacobian.hpp"
#include "kolmo/process/structure/noise_columns.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "sde/matrix_processes.hpp"

namespace kolmo::sde {
namespace {

using process::FunctionFacts;
using process::NoiseKind;

/// test::GeneralNoise in units in which lengths are `unit` times as many.
auto general_in_units_of(double unit, FunctionFacts facts) {
  const auto drift = [unit](double t, const Eigen::Vector2d& y) -> Eigen::Vector2d {
    const Eigen::Vector2d x = y / unit;
    return unit * Eigen::Vector2d(std::sin(x(0) + 2 * x(1)) + 0.5 * std::cos(t), std::cos(x(0) - x(1) + t));
  };
  const auto noise = [unit](double t, const Eigen::Vector2d& y) -> Eigen::Matrix2d {
    const Eigen::Vector2d x = y / unit;
    Eigen::Matrix2d g;
    g << 0.6 + 0.3 * std::sin(x(1) + t), 0.3 * std::cos(x(0) - x(1)), 0.4 * std::cos(x(0)),
        0.5 + 0.3 * std::sin(x(0) + t);
    return unit * g;
  };
  return process::point_functions<2, 2>(drift, noise, std::move(facts));
}

FunctionFacts with_scales(double scale) { return {.scales = Eigen::ArrayXd::Constant(1, scale)}; }

Points some_points() {
  Points x(50, 2);
  RandomStream(3, 1).uniforms(0, 0, x);
  return 4 * x - 2;
}

Points end(const char* name, const process::Process& process, double unit = 1) {
  const Simulation simulation{process, scheme(name), {{0, 1}, {32}}, 200, RandomStream(5)};
  return simulate_snapshots(simulation, Points(Points::Constant(200, 2, 0.5 * unit))).back()[0];
}

TEST(FunctionProcess, TakesTheStepsOfTheSameClass) {
  const test::GeneralNoise by_hand;
  const auto functions = general_in_units_of(1, {});
  for (const char* name : {"euler_maruyama", "milstein_derivative_free", "drift_heun", "dri1", "ri6"}) {
    EXPECT_LT((end(name, functions) - end(name, by_hand)).abs().maxCoeff(), 1e-13) << name;
  }
}

// Derivatives are of 0.3 to 2 and off by ε^{2/3} times a third derivative of at most 8/6, and by 2ε/δ =
// 7e−11: 1.3e−10 in all, in units of their own and for any unit of x.
TEST(FunctionProcess, DifferencesAreTheDerivativesInEveryUnit) {
  const test::GeneralNoise by_hand;
  const Points x = some_points();
  for (const double unit : {1.0, 1e-9, 1e12}) {
    const auto functions = general_in_units_of(unit, with_scales(unit));
    ASSERT_TRUE(has_drift_jacobian(functions));
    Points found(50, 4), exact(50, 4);
    drift_jacobian(functions, 0.3, unit * x, found);
    drift_jacobian(by_hand, 0.3, x, exact);
    EXPECT_LT((found - exact).abs().maxCoeff(), 2e-10) << unit;
    Points sum(50, 1);
    functions.drift_divergence(0.3, unit * x, sum.col(0));
    EXPECT_LT((sum.col(0) - exact.col(0) - exact.col(3)).abs().maxCoeff(), 4e-10) << unit;
    const Points v = x.rowwise().reverse();
    functions.diffusion_matrix_derivative(0.3, unit * x, unit * v, found);
    by_hand.diffusion_matrix_derivative(0.3, x, v, exact);
    EXPECT_LT((found / unit - exact).abs().maxCoeff(), 4e-10) << unit;
    functions.diffusion_matrix_derivative(0.3, unit * x, Points::Zero(50, 2), found);
    EXPECT_EQ(found.abs().maxCoeff(), 0) << unit;
  }
}

TEST(FunctionProcess, WithScalesTakesSchemesThatAskForDerivatives) {
  const test::GeneralNoise by_hand;
  const auto bare = general_in_units_of(1, {}), scaled = general_in_units_of(1, with_scales(1));
  for (const char* name : {"milstein", "drift_implicit_trapezoid", "stochastic_heun"}) {
    EXPECT_FALSE(scheme(name).can_step(bare)) << name;
    // 32 steps, each with a derivative off by 2e−10 times |G|² h < 0.05, grow by less than e²
    EXPECT_LT((end(name, scaled) - end(name, by_hand)).abs().maxCoeff(), 1e-9) << name;
  }
}

// g = 1 + ½ sin t: ∫_0^1 g² = 1 + (1 − cos 1) + (1/8)(1 − sin(2)/2).
TEST(FunctionProcess, OfScalarNoiseIntegratesItsSquare) {
  const auto process = process::point_functions<1, 1>(
      [](double, const Eigen::Matrix<double, 1, 1>&) { return 0.0; },
      [](double t, const Eigen::Matrix<double, 1, 1>&) { return 1 + 0.5 * std::sin(t); },
      {.noise = NoiseKind::scalar});
  EXPECT_NEAR(process.noise_variance(0, 1), 1 + (1 - std::cos(1)) + 0.125 * (1 - 0.5 * std::sin(2)), 1e-14);
  EXPECT_TRUE(scheme("sra1").can_step(process));
}

TEST(FunctionProcess, OfOneBrownianMotionCommutes) {
  const process::BlockFunctions process(
      3, 1, [](double, const ConstBlock& x, Block out) { out = -x; },
      [](double, const ConstBlock& x, Block out) { out = x; });
  EXPECT_EQ(process.noise_kind(), NoiseKind::commutative);
  EXPECT_EQ(process.noise_dimension(), 1);
}

TEST(FunctionProcess, OnBlocksHasTheDerivativeOfItsDiagonal) {
  const process::BlockFunctions process(
      2, 2, [](double, const ConstBlock& x, Block out) { out = -x; },
      [](double, const ConstBlock& x, Block out) {
        out.setZero();
        out.col(0) = x.col(0).sin(), out.col(3) = x.col(1).square();
      },
      {.noise = NoiseKind::diagonal, .scales = Eigen::Array2d(1, 1)});
  const Points x = some_points();
  Points found(50, 2);
  process.diffusion_derivative(0, x, found);
  EXPECT_LT((found.col(0) - x.col(0).cos()).abs().maxCoeff(), 2e-10);
  EXPECT_LT((found.col(1) - 2 * x.col(1)).abs().maxCoeff(), 4e-10);
}

TEST(FunctionProcess, RefusesWhatDoesNotFit) {
  const auto f = [](double, const ConstBlock&, Block) {};
  using process::BlockFunctions;
  EXPECT_THROW(BlockFunctions(0, 1, f, f), InvalidArgument);
  EXPECT_THROW(BlockFunctions(2, 0, f, f), InvalidArgument);
  EXPECT_THROW(BlockFunctions(2, 1, f, f, {.noise = NoiseKind::diagonal}), InvalidArgument);
  EXPECT_THROW(BlockFunctions(2, 1, f, f, {.scales = Eigen::Array3d(1, 1, 1)}), InvalidArgument);
  EXPECT_THROW(BlockFunctions(2, 1, f, f, with_scales(0)), InvalidArgument);
  EXPECT_THROW(BlockFunctions(2, 1, f, {}), InvalidArgument);
}

/// GeneralNoise with columns, which counts what it is asked for. One thread.
class Counting final : public test::GeneralNoise, public process::NoiseColumns {
 public:
  void diffusion_matrix(double t, const ConstBlock& x, Block out) const override {
    ++matrices;
    GeneralNoise::diffusion_matrix(t, x, out);
  }
  void noise_column(double t, const ConstBlock& x, Index k, Block out) const override {
    ++columns;
    Points whole(x.rows(), 4);
    GeneralNoise::diffusion_matrix(t, x, whole);
    out = whole.middleCols(2 * k, 2);
  }
  mutable int matrices = 0, columns = 0;
};

// Weak schemes look at column k alone at each of its own places: one matrix and 4m columns a step (2 stages,
// each with and without the mixed terms) in place of 1 + 4m matrices.
TEST(NoiseColumns, AreAllThatWeakSchemesEvaluate) {
  for (const char* name : {"dri1", "ri6"}) {
    const Counting process;
    const Simulation simulation{process, scheme(name), {{0, 1}, {10}}, 16, RandomStream(5)};
    const Points found = simulate_snapshots(simulation, Points(Points::Constant(16, 2, 0.5))).back()[0];
    EXPECT_EQ(process.matrices, 10) << name;
    EXPECT_EQ(process.columns, 10 * 8) << name;
    const test::GeneralNoise whole;
    const Simulation same{whole, scheme(name), {{0, 1}, {10}}, 16, RandomStream(5)};
    EXPECT_TRUE((simulate_snapshots(same, Points(Points::Constant(16, 2, 0.5))).back()[0] == found).all());
  }
}

TEST(NoiseColumns, ArePassedOnWhereTheNoiseIsUnchanged) {
  using process::capability;
  using process::NoiseColumns;
  const auto inside = std::make_shared<Counting>();
  EXPECT_EQ(capability<NoiseColumns>(*inside), inside.get());
  EXPECT_EQ(capability<NoiseColumns>(process::ScaledDrift(inside, 2)), inside.get());
  EXPECT_EQ(capability<NoiseColumns>(process::WithLinearPart(inside, -1)), inside.get());
  EXPECT_EQ(capability<NoiseColumns>(process::ScaledDiffusion(inside, 2)), nullptr);
  EXPECT_EQ(capability<NoiseColumns>(test::GeneralNoise()), nullptr);
}

}  // namespace
}  // namespace kolmo::sde
