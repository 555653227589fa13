// Rows of claims: what stands beside a printed number, and what shows nothing.

#include "claims/rows.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "claims/quadrature.hpp"

namespace kolmo::claims {
namespace {

using verify::Verdict;

/// The only check of a row with these numbers.
verify::Check made(double expected, double observed, double tolerance, double printed) {
  frame::Plan plan;
  Rows rows(plan);
  rows.add("S-15 C4-13", "value",
           [=] { return beside(printed, verify::value_check(expected, observed, tolerance, "source")); });
  return plan.checks.at(0).run();
}

TEST(ClaimRows, ACheckCarriesItsClaimsAndTheNumberAsPrinted) {
  const verify::Check check = made(2, 2.01, 0.1, 1);
  EXPECT_EQ(check.claims, "S-15 C4-13");
  EXPECT_EQ(check.claimed, 1);
  EXPECT_EQ(check.verdict, Verdict::pass);
}

TEST(ClaimRows, WhatPassesWithThePrintedNumberTooShowsNothing) {
  const verify::Check check = made(2, 2.01, 0.1, 2.1);
  EXPECT_EQ(check.verdict, Verdict::unresolved);
  EXPECT_NE(check.note.find("as printed too, 2.1"), std::string::npos) << check.note;
}

TEST(ClaimRows, WhatFailsStaysFailed) { EXPECT_EQ(made(2, 3, 0.1, 3).verdict, Verdict::fail); }

TEST(ClaimRows, WithoutAPrintedNumberNothingIsAsked) {
  EXPECT_EQ(made(2, 2.01, 0.1, std::numeric_limits<double>::quiet_NaN()).verdict, Verdict::pass);
}

TEST(ClaimRows, AStatementThatIsTrueWhereTheClaimDeniesIt) {
  EXPECT_EQ(truth(true, "source", false).claimed, 0);
  EXPECT_EQ(truth(true, "source", false).verdict, Verdict::pass);
  EXPECT_EQ(truth(false, "source", false).verdict, Verdict::fail);
}

TEST(ClaimRows, SeveralChecksAreComputedOnceAndCounted) {
  frame::Plan plan;
  Rows rows(plan);
  int calls = 0;
  rows.add("S-01", {"first", "second"}, [&] {
    ++calls;
    return std::vector<verify::Check>(2, verify::value_check(1, 1, 0.1, "source"));
  });
  ASSERT_EQ(frame::check_ids("part", plan),
            (std::vector<std::string>{"part/S-01/first", "part/S-01/second"}));
  for (const frame::CheckTask& task : plan.checks) EXPECT_EQ(task.run().claims, "S-01");
  EXPECT_EQ(calls, 1);
  rows.add("S-02", {"one", "two"}, [] { return std::vector<verify::Check>(1); });
  EXPECT_THROW(plan.checks.at(2).run(), std::logic_error);
}

TEST(ClaimQuadrature, MeansIntegralsAndZeros) {
  EXPECT_NEAR(normal_mean({3, 2}, [](const ConstBlock& u,
                                     Values out) { out = u.col(0).square() * u.col(1).square(); }),
              1, 1e-13);
  EXPECT_NEAR(normal_mean_square({4}, [](const ConstBlock& u, Values out) { out = u.col(0).square(); }), 3,
              1e-13);
  EXPECT_NEAR(integral([](double x) { return x * x; }, 0, 3), 9, 1e-13);
  EXPECT_NEAR(least_of_parabola([](double x) { return 3 * (x - 0.7) * (x - 0.7) + 5; }), 0.7, 1e-13);
  EXPECT_NEAR(zero_between([](double x) { return 2 - x * x; }, 0, 2), std::sqrt(2.0), 1e-12);
}

}  // namespace
}  // namespace kolmo::claims
