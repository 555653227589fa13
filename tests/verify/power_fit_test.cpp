#include "kolmo/verify/power_fit.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::verify {
namespace {

const std::vector<double> steps{1, 0.5, 0.25, 0.125, 0.0625};

/// 2 + 3 √h − h (+ `left_out` h²) with standard errors of 1e−3.
std::vector<Estimate> values(double left_out = 0) {
  std::vector<Estimate> all;
  for (const double h : steps) all.push_back({2 + 3 * std::sqrt(h) - h + left_out * h * h, 1e-3});
  return all;
}

TEST(PowerFit, FindsTheCoefficientsOfItsOwnModel) {
  const PowerFit fit = fit_powers(steps, values(), {0, 0.5, 1});
  EXPECT_NEAR(fit.coefficient(0).value, 2, 1e-12);
  EXPECT_NEAR(fit.coefficient(1).value, 3, 1e-12);
  EXPECT_NEAR(fit.coefficient(2).value, -1, 1e-12);
  EXPECT_NEAR(fit.at(0.25, 1).value, 1.25, 1e-12);
  EXPECT_LE(fit.chi_squared, 1e-15);
}

// Of a constant alone the error is that of a mean: s/√n.
TEST(PowerFit, TheErrorOfAConstantIsThatOfTheMean) {
  EXPECT_NEAR(fit_powers(steps, values(), {0}).coefficient(0).standard_error, 1e-3 / std::sqrt(5.0), 1e-15);
}

TEST(PowerFit, ATermLeftOutShowsInTheBoundOfTheModel) {
  const LeadingTerm right = leading_term(steps, values(), {0, 0.5, 1});
  EXPECT_LE(right.model_bound, 1e-12);
  const LeadingTerm wrong = leading_term(steps, values(0.1), {0, 0.5, 1});
  EXPECT_GT(std::abs(wrong.coefficient.value - 2), 1e-4);
  EXPECT_LE(std::abs(wrong.coefficient.value - 2), 2 * wrong.model_bound);
}

TEST(PowerFit, FewerStepsThanTermsAreRefused) {
  EXPECT_THROW(fit_powers({1, 0.5}, {{1, 0.1}, {2, 0.1}}, {0, 1, 2}), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::verify
