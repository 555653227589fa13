// Processes written as text: the kind of their noise, their derivatives, the calculus.

#include "kolmo/problem/expression_process.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/process/check/check_process.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/structure/constant_coefficients.hpp"

namespace {

using kolmo::Index;
using kolmo::Points;
using kolmo::density::Expression;
using kolmo::density::ExpressionNames;
using kolmo::problem::Calculus;
using kolmo::problem::Dynamics;
using kolmo::problem::ExpressionProcess;
using kolmo::process::NoiseKind;

using Texts = std::vector<std::string>;

Dynamics dynamics(const Texts& drift, const std::vector<Texts>& noise, Calculus calculus = Calculus::ito) {
  Texts variables = {"x", "y", "z"};
  variables.resize(drift.size());
  Dynamics result{{variables, {{"a", 0.7}, {"s", 0.4}}, true}, {}, {}, calculus};
  for (const std::string& text : drift) result.drift.emplace_back(text, result.names);
  for (const Texts& row : noise) {
    result.noise.emplace_back();
    for (const std::string& text : row) result.noise.back().emplace_back(text, result.names);
  }
  return result;
}

void check(const Dynamics& given, NoiseKind kind) {
  const ExpressionProcess process(given);
  EXPECT_EQ(process.noise_kind(), kind) << given.drift[0].text(given.names);
  Points points = 1.3 + Points::Random(40, process.dimension());
  EXPECT_NO_THROW(kolmo::process::check_process(process, {{0.1, 0.5, 1.3}, points}));
}

TEST(ExpressionProcess, KeepsTheContractsOfEveryKindOfNoise) {
  check(dynamics({"-x^3 + cos(t)"}, {{"sqrt(2*s)"}}), NoiseKind::scalar);
  check(dynamics({"-x", "y^2*x"}, {{"1 + 0.3*sin(t)", "0"}, {"0", "1 + 0.3*sin(t)"}}), NoiseKind::scalar);
  check(dynamics({"y", "-a*y - x^3"}, {{"0"}, {"s"}}), NoiseKind::constant);
  check(dynamics({"y", "-x"}, {{"s", "0"}, {"0", "2*s"}}), NoiseKind::constant);
  check(dynamics({"x*(1 - x)"}, {{"s*x"}}), NoiseKind::diagonal);
  check(dynamics({"x - y", "x*y"}, {{"s*x", "0"}, {"0", "sqrt(1 + y^2)*exp(-t)"}}), NoiseKind::diagonal);
  check(dynamics({"-x", "-y"}, {{"s*x", "a*x"}, {"s*y", "a*y"}}), NoiseKind::commutative);
  check(dynamics({"-x", "-y"}, {{"exp(-t)", "s"}, {"0", "1"}}), NoiseKind::commutative);
  check(dynamics({"-x", "-y"}, {{"1", "0"}, {"0", "x"}}), NoiseKind::general);
  check(dynamics({"cos(z)", "sin(z)", "0"}, {{"s", "0", "0"}, {"0", "s", "0"}, {"0", "0", "a"}}),
        NoiseKind::constant);
  check(dynamics({"y*z", "x - t", "x*y"}, {{"x", "y"}, {"y", "z"}, {"s", "x*y"}}), NoiseKind::general);
}

// dX = W′ and X W′: one coordinate, two Brownian motions that do not commute.
TEST(ExpressionProcess, DoesNotTakeOneDimensionForCommutative) {
  EXPECT_EQ(ExpressionProcess(dynamics({"0"}, {{"1", "x"}})).noise_kind(), NoiseKind::general);
  EXPECT_EQ(ExpressionProcess(dynamics({"0"}, {{"x", "2*x"}})).noise_kind(), NoiseKind::commutative);
}

double ito_at(const Dynamics& given, Index j, const Eigen::ArrayXd& x) {
  return kolmo::problem::ito_drift(given)[static_cast<std::size_t>(j)].at(0, x);
}

// By hand: g = s x: ½ g g′ = ½ s² x (Stratonovich), and isothermal ½ (g²)′ = s² x.
TEST(ExpressionProcess, CorrectsTheDriftOfOtherCalculi) {
  const Eigen::ArrayXd x = Eigen::ArrayXd::Constant(1, 1.5);
  EXPECT_DOUBLE_EQ(ito_at(dynamics({"a*x"}, {{"s*x"}}, Calculus::ito), 0, x), 0.7 * 1.5);
  EXPECT_DOUBLE_EQ(ito_at(dynamics({"a*x"}, {{"s*x"}}, Calculus::stratonovich), 0, x),
                   0.7 * 1.5 + 0.5 * 0.16 * 1.5);
  EXPECT_DOUBLE_EQ(ito_at(dynamics({"a*x"}, {{"s*x"}}, Calculus::isothermal), 0, x), 0.7 * 1.5 + 0.16 * 1.5);
}

// G = (y, x²)ᵀ, one Brownian motion, not symmetric in the coordinates, so that a transposed G or index shows:
//   ½ Σ_l G_l ∂_l G_1 = ½ x² · 1,   ½ Σ_l G_l ∂_l G_2 = ½ y · 2x;
//   GGᵀ = (y², x² y; x² y, x⁴): ½ ∇· = ½ (x², 2 x y).
// They agree here as ∇·G = 0; with G = (x y, x²)ᵀ: Stratonovich ½ (y · x y + x · x², 2x · x y), isothermal
// adds ½ G ∂_x G_1 = ½ y G.
TEST(ExpressionProcess, CorrectsTheDriftOfMatrixNoise) {
  const Eigen::ArrayXd at = Eigen::Array2d(1.5, -0.7);
  const double x = 1.5, y = -0.7;
  const Dynamics solenoidal = dynamics({"0", "0"}, {{"y"}, {"x^2"}}, Calculus::stratonovich);
  EXPECT_DOUBLE_EQ(ito_at(solenoidal, 0, at), 0.5 * x * x);
  EXPECT_DOUBLE_EQ(ito_at(solenoidal, 1, at), x * y);
  const std::vector<Texts> noise = {{"x*y"}, {"x^2"}};
  EXPECT_NEAR(ito_at(dynamics({"0", "0"}, noise, Calculus::stratonovich), 0, at),
              0.5 * (x * y * y + x * x * x), 1e-14);
  EXPECT_NEAR(ito_at(dynamics({"0", "0"}, noise, Calculus::stratonovich), 1, at), x * x * y, 1e-14);
  EXPECT_NEAR(ito_at(dynamics({"0", "0"}, noise, Calculus::isothermal), 0, at),
              0.5 * (x * y * y + x * x * x) + 0.5 * y * x * y, 1e-14);
  EXPECT_NEAR(ito_at(dynamics({"0", "0"}, noise, Calculus::isothermal), 1, at), x * x * y + 0.5 * y * x * x,
              1e-14);
}

// Column k of G is the k-th Brownian motion's, entry k d + j.
TEST(ExpressionProcess, LaysOutTheMatrixByColumns) {
  const ExpressionProcess process(dynamics({"0", "0"}, {{"1", "2", "x"}, {"4", "5", "6"}}));
  Points out(1, 6), x(1, 2);
  x << 3, 0;
  process.diffusion_matrix(0, x, out);
  EXPECT_TRUE((out.row(0) == Eigen::Array<double, 1, 6>(1, 4, 2, 5, 3, 6)).all());
}

TEST(ExpressionProcess, KnowsItself) {
  const ExpressionProcess linear(dynamics({"a*x - y + 1", "x + sin(t)"}, {{"1", "0"}, {"s", "1"}}));
  EXPECT_TRUE(linear.linear());
  EXPECT_TRUE(linear.time_dependent());
  EXPECT_FALSE(ExpressionProcess(dynamics({"-x^3"}, {{"1"}})).linear());
  EXPECT_FALSE(ExpressionProcess(dynamics({"-x"}, {{"x"}})).linear());
  EXPECT_TRUE(ExpressionProcess(dynamics({"-abs(x)"}, {{"1"}})).has_kink());
  EXPECT_EQ(constant_coefficients(ExpressionProcess(dynamics({"-x"}, {{"1"}}))), true);
}

// ∫ (1 + sin 3t)² = 3/2 t − ⅔ cos 3t − sin(6t)/12.
TEST(ExpressionProcess, IntegratesNoiseInTime) {
  const ExpressionProcess process(dynamics({"0"}, {{"1 + sin(3*t)"}}));
  const auto integral = [](double t) { return 1.5 * t - 2.0 / 3 * std::cos(3 * t) - std::sin(6 * t) / 12; };
  EXPECT_NEAR(process.noise_variance(0.2, 7), integral(7) - integral(0.2), 1e-11);
}

TEST(ExpressionProcess, RefusesSizesThatDoNotFit) {
  EXPECT_THROW(ExpressionProcess(dynamics({"x", "y"}, {{"1"}})), kolmo::InvalidArgument);
  EXPECT_THROW(ExpressionProcess(dynamics({"x", "y"}, {{"1", "0"}, {"1"}})), kolmo::InvalidArgument);
  Dynamics short_drift = dynamics({"x", "y"}, {{"1"}, {"1"}});
  short_drift.drift.pop_back();
  EXPECT_THROW(ExpressionProcess{short_drift}, kolmo::InvalidArgument);
}

}  // namespace
