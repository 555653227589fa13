// Hermite functions on the line: exact laws, the double well, its eigenvalues, drift that changes in time.

#include <gtest/gtest.h>

#include <Eigen/Eigenvalues>

#include "fokker_planck/spectral/hermite_checks.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;
using verify::test::passes;

// √n ≤ 8 times as large as the entries of the sum.
TEST(HermiteSolver, IsDiagonalForOrnsteinUhlenbeckInItsOwnScale) {
  const double theta = 1.3, sigma = 1.1;
  const auto ou = std::make_shared<process::OrnsteinUhlenbeck>(theta, 0.4, sigma, 1);
  const HermiteSolver solver(ou, {64, 0.4, sigma / std::sqrt(2 * theta)});
  Eigen::MatrixXd expected = Eigen::MatrixXd::Zero(64, 64);
  for (Index n = 0; n < 64; ++n) expected(n, n) = -theta * static_cast<double>(n);
  EXPECT_LE((solver.matrix(0) - expected).cwiseAbs().maxCoeff(), 1e-12 * 64 * theta);
}

// In another scale and around another centre, from a mixture: no error in time, so that one step will do.
TEST(HermiteSolver, ConvergesFasterThanAnyPowerToTheExactMarginal) {
  std::vector<double> errors;
  for (const Index n : {12, 24, 48, 96}) errors.push_back(mixture_error(n, 0.4));
  EXPECT_GE(std::log2(errors[0] / errors[1]), 8);
  EXPECT_GE(std::log2(errors[1] / errors[2]), 14);
  EXPECT_LE(errors[3], 1e-13);
}

struct Row {
  double t, mean, second, fourth;
};
// T = ½ from N(−½, 0.3²), good to 1e−7.
constexpr Row table[] = {{0.1, -0.5716112, 0.5099188, 0.4575656},
                         {0.5, -0.5991859, 0.7862771, 0.8776359},
                         {1, -0.5387298, 0.8435740, 0.9642089},
                         {2, -0.4292875, 0.8519911, 0.9769172}};

// E x^k = Σ weights: by the solver's own coefficients of x^k at s = 0.4, y = x/s: x = s h₁, x² = s² (√2 h₂ +
// 1), x⁴ = s⁴ (√24 h₄ + 6 √2 h₂ + 3).
TEST(HermiteSolver, MatchesTheMomentsOfTheDoubleWell) {
  const double s = 0.4;
  const HermiteSolver solver(std::make_shared<process::OverdampedLangevin>(double_well(0.5)), {128, 0, s});
  const Eigen::ArrayXd p0 = at(density::gaussian_1d(-0.5, 0.3), solver.nodes());
  const SpectralResult result = march(
      solver, p0, {{0, 0.1, 0.5, 1, 2}, {1, 1, 1, 1}},
      [&](Index index, double t, const Eigen::ArrayXd&, const Eigen::ArrayXd& c) {
        if (index == 0) return;
        const Row& row = table[index - 1];
        EXPECT_EQ(t, row.t);
        const double second = std::sqrt(2.0) * c(2);
        EXPECT_NEAR(s * c(1), row.mean, 1.5e-7);
        EXPECT_NEAR(s * s * (second + c(0)), row.second, 1.5e-7);
        EXPECT_NEAR(std::pow(s, 4) * (std::sqrt(24.0) * c(4) + 6 * second + 3 * c(0)), row.fourth, 1.5e-7);
      });
  EXPECT_EQ(result.mass_defect, 0);
  EXPECT_LE(result.projection_error, 1e-12);
}

TEST(HermiteSolver, ConvergesFasterThanAnyPowerInTheDoubleWell) {
  const std::vector<double> errors = double_well_errors({48, 96, 192}, 256);
  EXPECT_GE(std::log2(errors[0] / errors[1]), 6);
  EXPECT_GE(std::log2(errors[1] / errors[2]), 11);
  EXPECT_LE(errors[2], 1e-8);
}

// data/reference/c_stationary.json.
TEST(HermiteSolver, HasTheEigenvaluesOfTheDoubleWell) {
  struct Case {
    double temperature, scale, gap, third;
  };
  for (const Case& c : {Case{1, 0.45, 0.7486816723483979, 11.660695557670472},
                        Case{0.5, 0.4, 0.22727330100864876, 7.604028342381652}}) {
    const HermiteSolver solver(std::make_shared<process::OverdampedLangevin>(double_well(c.temperature)),
                               {128, 0, c.scale});
    const Eigen::MatrixXd a = solver.matrix(0);
    EXPECT_TRUE((a.row(0).array() == 0).all());  // the eigenvalue 0
    Eigen::ArrayXd rates = -a.bottomRightCorner(127, 127).eigenvalues().real();
    std::sort(rates.begin(), rates.end());
    // ε ‖A‖ = 2e−11, times condition numbers of a few.
    EXPECT_NEAR(rates(0), c.gap, 2e-10) << c.temperature;
    EXPECT_NEAR(rates(2), c.third, 1e-8) << c.temperature;
  }
}

// Drift and noise of VP change in time, but all its matrices commute: midpoints of ∫β at the Gauss points.
TEST(HermiteSolver, MarchesInTheTimeOfTheProcess) {
  const auto vp = std::make_shared<process::VariancePreserving>(0.1, 20, 1, 1);
  const HermiteSolver solver(vp, {96, 0, 0.9});
  const density::GaussianMixture p0 = lopsided_mixture_1d();
  const SpectralResult result = march(solver, at(p0, solver.nodes()), {{0, 0.25, 0.5}, {2, 2}});
  const density::GaussianMixture exact = process::marginal(*vp, p0, 0.5);
  EXPECT_LE((result.density - at(exact, solver.nodes())).abs().maxCoeff(), 1e-10);
}

TEST(HermiteSolver, HasOrderFourInTimeWhereTheWellMoves) { EXPECT_TRUE(passes(order_in_the_moving_well())); }

TEST(HermiteSolver, IsExactInTimeWhereTheDriftStays) {
  const HermiteSolver solver(std::make_shared<process::OverdampedLangevin>(double_well(0.5)), {96, 0, 0.4});
  const Eigen::ArrayXd p0 = at(density::gaussian_1d(-0.5, 0.3), solver.nodes());
  const SpectralResult one = march(solver, p0, {{0, 1}, {1}}), many = march(solver, p0, {{0, 1}, {64}});
  EXPECT_LE((one.coefficients - many.coefficients).abs().maxCoeff(), 1e-10);
  EXPECT_EQ(one.mass_defect, 0);
  EXPECT_EQ(many.mass_defect, 0);
}

// Two steps, each with coefficients that stay: the exponential of the first is not that of the second.
TEST(HermiteSolver, NoticesWhenTheDriftHasChangedBetweenSteps) {
  const HermiteSolver solver(std::make_shared<Switched>(), {64, 0, 0.7});
  const SpectralResult result =
      march(solver, at(density::gaussian_1d(0.4, 0.6), solver.nodes()), {{0, 2}, {2}});
  const double e = std::exp(-1.0), mean = 0.4 * e * e + 0.5 * (1 - e);
  const double deviation = std::sqrt(0.36 * std::pow(e, 4) + 0.5 * (1 - std::pow(e, 4)));
  const Eigen::ArrayXd exact = at(density::gaussian_1d(mean, deviation), solver.nodes());
  EXPECT_LE((result.density - exact).abs().maxCoeff(), 1e-13);
}

TEST(HermiteSolver, TakesNoiseThatDependsOnX) {
  const HermiteSolver solver(std::make_shared<Pearson>(), {64, 0, 0.6});
  EXPECT_TRUE(passes(pearson_moments(solver)));
}

TEST(HermiteSolver, ReportsWhatItsFunctionsCannotHold) {
  const auto ou = std::make_shared<process::OrnsteinUhlenbeck>(1, 0, 1, 1);
  const HermiteSolver solver(ou, {24, 0, 0.8});
  const SpectralResult narrow =
      march(solver, at(density::gaussian_1d(0.3, 0.15), solver.nodes()), {{0, 1}, {1}});
  EXPECT_GT(narrow.projection_error, 0.1);
  EXPECT_LT(narrow.minimum, -0.01);
  EXPECT_EQ(narrow.minimum_time, 0);
  const SpectralResult held =
      march(solver, at(density::gaussian_1d(0.3, 0.7), solver.nodes()), {{0, 1}, {1}});
  EXPECT_LE(held.projection_error, 1e-6);
}

TEST(HermiteSolver, RefusesWhatItCannotTake) {
  const auto ou = std::make_shared<process::OrnsteinUhlenbeck>(1, 0, 1, 1);
  EXPECT_THROW(HermiteSolver(std::make_shared<process::OrnsteinUhlenbeck>(1, 0, 1, 2)), InvalidArgument);
  EXPECT_THROW(HermiteSolver(ou, {2}), InvalidArgument);
  EXPECT_THROW(HermiteSolver(ou, {400}), InvalidArgument);
  EXPECT_THROW(HermiteSolver(ou, {64, 0, 0}), InvalidArgument);
  EXPECT_THROW(HermiteSolver(ou, {64, std::nan(""), 1}), InvalidArgument);
  EXPECT_THROW(HermiteSolver(ou, {64, 0, 1, 63}), InvalidArgument);
  const HermiteSolver solver(ou);
  EXPECT_THROW(march(solver, Eigen::ArrayXd::Ones(7), {{0, 1}, {1}}), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::fokker_planck
