// Lagrangian states: how they are made from a density and what they give.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "jko/line_problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/jko/lagrangian_density.hpp"

namespace kolmo::jko {
namespace {

double normal_above(double z) { return 0.5 * std::erfc(z / std::numbers::sqrt2); }

TEST(LagrangianDensity, of_a_gaussian_has_its_moments_to_second_order) {
  // N(0.7, 0.3²): E X⁴ = m⁴ + 6m²s² + 3s⁴, entropy ½ log(2πe s²).
  const double fourth = std::pow(0.7, 4) + 6 * 0.49 * 0.09 + 3 * 0.0081;
  const double entropy = 0.5 * std::log(2 * std::numbers::pi * std::numbers::e * 0.09);
  double errors[3][2];
  for (const int k : {0, 1}) {
    const auto rho = lagrangian_density(TwoGaussians(0.7, 0.3), 400 * (k + 1));
    EXPECT_NEAR(rho.mean(), 0.7, 1e-10) << "by symmetry; 1e-12 of mass is cut on either side";
    errors[0][k] = rho.variance() - 0.09;
    errors[1][k] = rho.raw_moment(4) - fourth;
    errors[2][k] = rho.entropy() - entropy;
  }
  for (const auto& error : errors) {
    EXPECT_LT(std::abs(error[1]), 2e-5) << "h²/12 with h ≤ 4.2/800 · 2, times a curvature of up to 4";
    EXPECT_NEAR(std::log2(error[0] / error[1]), 2, 0.05);
  }
}

TEST(LagrangianDensity, is_cut_where_the_tail_mass_says) {
  for (const double tail : {1e-12, 1e-6}) {
    const auto rho = lagrangian_density(TwoGaussians(-0.5, 0.3), 500, tail);
    EXPECT_NEAR(normal_above((rho.nodes()[500] + 0.5) / 0.3) / tail, 1, 0.02);
    EXPECT_NEAR(normal_above(-(rho.nodes()[0] + 0.5) / 0.3) / tail, 1, 0.02);
  }
}

TEST(LagrangianDensity, resolves_a_narrow_mode_beside_a_wide_one) {
  const auto rho = lagrangian_density(TwoGaussians({0.5, 0, 0.02}, {0.5, 3, 2}), 2000);
  EXPECT_NEAR(rho.mean(), 1.5, 1e-5);
  EXPECT_NEAR(rho.raw_moment(2), 0.5 * 0.0004 + 0.5 * (9 + 4), 5e-5);
  const double above = 0.5 * normal_above(0.02 / 0.02) + 0.5 * normal_above((0.02 - 3) / 2.0);
  EXPECT_NEAR(rho.probability_above(0.02), above, 5e-4);
}

TEST(LagrangianDensity, has_a_distribution_function_and_a_density) {
  const auto rho = lagrangian_density(TwoGaussians(-0.5, 0.3), 1000);
  Eigen::ArrayXd x(5), p(5);
  x << -10, -0.8, -0.5, 0.1, 10;
  rho.density(x, p);
  for (Index i = 0; i < 5; ++i) {
    const double z = (x[i] + 0.5) / 0.3;
    EXPECT_NEAR(p[i], std::exp(-0.5 * z * z) / (0.3 * std::sqrt(2 * std::numbers::pi)), 2e-4);
    EXPECT_NEAR(rho.probability_above(x[i]), normal_above(z), 2e-5);
  }
  EXPECT_EQ(rho.cumulated()[0], 0);
  EXPECT_EQ(rho.cumulated()[1000], 1);
  const Law1D law = rho.law();
  EXPECT_NEAR(law.cdf(-0.2), 1 - rho.probability_above(-0.2), 1e-14);
  EXPECT_NEAR(law.entropy(), rho.entropy(), 1e-10);
}

TEST(LagrangianDensity, is_as_far_as_it_was_moved) {
  const auto rho = lagrangian_density(TwoGaussians(0, 1), 100);
  auto moved = rho;
  moved.displace(Eigen::ArrayXd::Constant(101, 0.3));
  EXPECT_NEAR(w2_squared(rho, moved), 0.09, 1e-14);
  Eigen::ArrayXd crossing = Eigen::ArrayXd::Zero(101);
  crossing[50] = 10;
  EXPECT_THROW(moved.displace(crossing), NumericalFailure);
  EXPECT_NEAR(w2_squared(rho, moved), 0.09, 1e-14) << "unchanged by the refusal";
  EXPECT_THROW(w2_squared(rho, lagrangian_density(TwoGaussians(0, 2), 100)), InvalidArgument);
}

// Half of the mass is on 1/300 of the range, which a cell of a coarse level spans.
TEST(LagrangianDensity, holds_the_mass_of_a_component_narrower_than_a_cell) {
  for (const Index cells : {32, 64, 128}) {
    LagrangianDensity rho = lagrangian_density(TwoGaussians({0.5, 286, 0.01}, {0.5, 289, 0.5}), cells);
    EXPECT_NEAR(rho.probability_above(287.3), 0.5 * 0.999663, 3e-3) << cells;
  }
  EXPECT_NO_THROW(lagrangian_density(TwoGaussians({0.5, 286e-9, 0.01e-9}, {0.5, 289e-9, 0.5e-9}), 64));
}

TEST(LagrangianDensity, refuses_what_is_no_law) {
  const auto law = [](std::initializer_list<double> nodes, std::initializer_list<double> masses) {
    Eigen::ArrayXd x(static_cast<Index>(nodes.size())), m(static_cast<Index>(masses.size()));
    std::copy(nodes.begin(), nodes.end(), x.data());
    std::copy(masses.begin(), masses.end(), m.data());
    return LagrangianDensity(x, m);
  };
  EXPECT_NO_THROW(law({0, 1, 2}, {0.5, 0.5}));
  EXPECT_THROW(law({0, 1}, {1}), InvalidArgument);
  EXPECT_THROW(law({0, 1, 2, 3}, {0.5, 0.5}), InvalidArgument);
  EXPECT_THROW(law({0, 1, 1}, {0.5, 0.5}), InvalidArgument);
  EXPECT_THROW(law({0, 1, 2}, {0.5, 0.6}), InvalidArgument);
  EXPECT_THROW(law({0, 1, 2}, {1, 0}), InvalidArgument);
  EXPECT_THROW(law({0, 1, std::numeric_limits<double>::infinity()}, {0.5, 0.5}), InvalidArgument);
  EXPECT_THROW(lagrangian_density(TwoGaussians(0, 1), 4), InvalidArgument);
  EXPECT_THROW(lagrangian_density(TwoGaussians(0, 1), 100, 0.1), InvalidArgument);
  EXPECT_THROW(lagrangian_density(TwoGaussians({0.5, 0, 1}, {0.5, 500, 1}), 2000), InvalidArgument)
      << "p underflows between";
}

}  // namespace
}  // namespace kolmo::jko
