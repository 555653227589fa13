// Rates and times that no double holds: right in the logarithm, or an error that says so.

#include <gtest/gtest.h>

#include <cmath>

#include "fokker_planck/problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/analysis/backward.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;

Generator cold_well(double temperature, Index cells) {
  return scharfetter_gummel(double_well(temperature), line(-2, 2, cells));
}

Target right_well(const Generator& generator) {
  return target_where(generator.grid(), [](const Eigen::VectorXd& x) { return x(0) > 1; });
}

/// log of E τ = (1/T) ∫_x^1 e^{V(y)/T} ∫_{−2}^y e^{−V(z)/T} dz dy from x = −1 (Gardiner 5.2.7), V = (x² −
/// 1)², by the trapezoidal rule: the inner integral is done by y = 0, the outer one starts long after −1.
double log_passage_by_quadrature(double temperature) {
  const auto v = [](double x) { return (x * x - 1) * (x * x - 1); };
  const Index n = 200000;
  const double h = 3.0 / static_cast<double>(n);
  CompensatedSum inner, outer;
  for (Index i = 0; i <= n; ++i) {
    const double y = -2 + h * static_cast<double>(i);
    inner.add(h * std::exp(-v(y) / temperature));
    if (y > -1) outer.add(h * std::exp((v(y) - 1) / temperature) * inner.value());
  }
  return std::log(outer.value()) + 1 / temperature - std::log(temperature);
}

/// Of the cell at −1.
double log_passage(double temperature, Index cells) {
  const Generator generator = cold_well(temperature, cells);
  return log_mean_passage_time(generator, right_well(generator))(cells / 4);
}

TEST(LowTemperature, PassageTimesAreRightInTheLogarithm) {
  for (const double temperature : {0.1, 0.0014, 0.001, 0.0003}) {
    const double exact = log_passage_by_quadrature(temperature);
    // Order h² of log: wells and barrier are √(T/8) wide, five cells of 4/2000 at the lowest.
    EXPECT_NEAR(log_passage(temperature, 2000), exact, 0.03) << temperature;
  }
  // Where a number holds it, it is the same number.
  const Generator generator = cold_well(0.1, 400);
  const Eigen::ArrayXd mean = mean_passage_time(generator, right_well(generator));
  const Eigen::ArrayXd logarithm = log_mean_passage_time(generator, right_well(generator));
  for (Index i = 0; i < 300; ++i) EXPECT_NEAR(mean(i) / std::exp(logarithm(i)), 1, 1e-12);
  EXPECT_EQ(mean(399), 0);
  EXPECT_EQ(logarithm(399), -std::numeric_limits<double>::infinity());
}

TEST(LowTemperature, APassageTimeBeyondTheLargestNumberIsAnError) {
  const Generator generator = cold_well(0.001, 1000);
  try {
    mean_passage_time(generator, right_well(generator));
    FAIL() << "e^1000 is no double";
  } catch (const NumericalFailure& failure) {
    EXPECT_NE(std::string(failure.what()).find("log_mean_passage_time"), std::string::npos) << failure.what();
  }
}

// On coarse cells the rates themselves underflow (|log ratio| up to 5000): they are taken from the ratios.
TEST(LowTemperature, RatesThatUnderflowAreTakenFromTheirRatios) {
  const Generator coarse = cold_well(0.0002, 100);
  EXPECT_EQ(coarse.rates(0).up.minCoeff(), 0);
  const Eigen::ArrayXd logarithm = log_mean_passage_time(coarse, right_well(coarse));
  // From the left well 1/T at least less the two cells about the barrier, from the upper end far less.
  EXPECT_GT(logarithm(25), 4500);
  EXPECT_LT(logarithm(25), 5020);
}

// λ₁ E τ = 2 but for what a path does within a well (Bovier, Gayrard, Klein 2005).
TEST(LowTemperature, TheGapIsRightInTheLogarithm) {
  for (const double temperature : {0.1, 0.0014, 0.001}) {
    const double gap = log_leading_eigenvalues(cold_well(temperature, 2000), 1)(0);
    EXPECT_NEAR(gap + log_passage_by_quadrature(temperature), std::log(2.0), 0.05) << temperature;
  }
  const Generator generator = cold_well(0.1, 400);
  EXPECT_NEAR(leading_eigenvalues(generator, 1)(0) / std::exp(log_leading_eigenvalues(generator, 1)(0)), 1,
              1e-13);
}

TEST(LowTemperature, AGapBelowTheSmallestNumberIsAnError) {
  for (const double temperature : {0.0014, 0.001}) {
    try {
      leading_eigenvalues(cold_well(temperature, 1000), 1);
      FAIL() << "no normal number holds it at T = " << temperature;
    } catch (const NumericalFailure& failure) {
      EXPECT_NE(std::string(failure.what()).find("log_leading_eigenvalues"), std::string::npos);
    }
  }
  EXPECT_THROW(log_leading_eigenvalues(cold_well(0.0005, 1000), 1), NumericalFailure);
}

}  // namespace
}  // namespace kolmo::fokker_planck
