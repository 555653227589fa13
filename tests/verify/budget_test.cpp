#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/verify/budget.hpp"

namespace kolmo::verify {
namespace {

TEST(RichardsonBudget, IsTwiceTheExtrapolatedErrorOfTheFinestRun) {
  // Q(h) = Q + c h^p: the finest run h/4 is off by c (h/4)^p, the bound is twice that.
  for (const double p : {1.0, 2.0, 4.0}) {
    const double c = 0.3, h = 0.1;
    const auto run = [&](double step) { return 1 + c * std::pow(step, p); };
    const Estimate fine{run(h / 2) - run(h / 4), 0}, coarse{run(h) - run(h / 2), 0};
    const Budget budget = richardson_budget(fine, coarse, p, 3, 1e-12);
    EXPECT_NEAR(budget.bound, 2 * c * std::pow(h / 4, p), 1e-14);
    EXPECT_NEAR(budget.order_observed, p, 1e-9);
    EXPECT_EQ(budget.status, OrderStatus::as_claimed);
  }
}

TEST(RichardsonBudget, AddsTheNoiseOfTheDifference) {
  const Budget budget = richardson_budget({-0.02, 0.001}, std::nullopt, 1, 4, 0.1);
  EXPECT_DOUBLE_EQ(budget.bound, 2 * (0.02 + 4 * 0.001));
  EXPECT_TRUE(std::isnan(budget.order_observed));
  EXPECT_EQ(budget.status, OrderStatus::not_measured);
}

TEST(RichardsonBudget, OrderIsAsClaimedWithinThreeTenths) {
  const auto status = [](double observed) {
    return richardson_budget({1e-3, 1e-6}, Estimate{1e-3 * std::exp2(observed), 1e-6}, 2, 3, 1e-4).status;
  };
  EXPECT_EQ(status(2.29), OrderStatus::as_claimed);
  EXPECT_EQ(status(1.71), OrderStatus::as_claimed);
  EXPECT_EQ(status(2.31), OrderStatus::faster);
  EXPECT_EQ(status(1.69), OrderStatus::slower);
}

TEST(RichardsonBudget, AnOrderIsJudgedOnlyWhereItsOwnNoiseAllows) {
  // Differences that are n standard errors from zero: s_p = √2/(n ln 2), z s_p ≤ ½ from n = 12.3 on at z = 3.
  const auto budget = [](double n, double observed) {
    const double coarse = std::exp2(observed);
    return richardson_budget({1, 1 / n}, Estimate{coarse, coarse / n}, 1, 3, 1e-3);
  };
  EXPECT_NEAR(budget(5.1, 1).order_half_width, 3 * std::sqrt(2.0) / (5.1 * std::log(2.0)), 1e-12);
  EXPECT_EQ(budget(5.1, 1).status, OrderStatus::unresolved);
  EXPECT_EQ(budget(12, 1).status, OrderStatus::unresolved);
  EXPECT_EQ(budget(13, 1).status, OrderStatus::as_claimed);
  // 0.3 + 0.47: 0.25 and 1.75 lie within, 0.2 and 1.8 without.
  EXPECT_EQ(budget(13, 0.25).status, OrderStatus::as_claimed);
  EXPECT_EQ(budget(13, 0.2).status, OrderStatus::slower);
  EXPECT_EQ(budget(13, 1.75).status, OrderStatus::as_claimed);
  EXPECT_EQ(budget(13, 1.8).status, OrderStatus::faster);
}

TEST(RichardsonBudget, DoesNotDependOnTheUnitOfWhatIsMeasured) {
  for (const double unit : {0x1p-120, 1.0, 0x1p80}) {
    const Budget budget =
        richardson_budget({3e-3 * unit, 1e-5 * unit}, Estimate{9e-3 * unit, 2e-5 * unit}, 2, 4, 1e-3 * unit);
    EXPECT_EQ(budget.bound, unit * richardson_budget({3e-3, 1e-5}, Estimate{9e-3, 2e-5}, 2, 4, 1e-3).bound);
    EXPECT_EQ(budget.status, OrderStatus::slower);
  }
}

TEST(RichardsonBudget, AnExactMethodNeedsNone) {
  const double exact = std::numeric_limits<double>::infinity();
  const Budget budget = richardson_budget({1e-3, 1e-4}, Estimate{1e-3, 1e-4}, exact, 3, 1e-3);
  EXPECT_EQ(budget.bound, 0);
  EXPECT_EQ(budget.status, OrderStatus::not_measured);
  EXPECT_EQ(distance_budget(1e-3, 1e-3, exact, 1e-3).bound, 0);
}

TEST(RichardsonBudget, OrderDoesNotMatterBelowAQuarterOfTheNoise) {
  // Order ½ instead of 1: b = 2 (1e−4 + 3e−7)/(√2 − 1) = 4.843e−4.
  const Estimate fine{1e-4, 1e-7}, coarse{1.41421356e-4, 1e-7};
  EXPECT_EQ(richardson_budget(fine, coarse, 1, 3, 4 * 4.85e-4).status, OrderStatus::below_noise);
  EXPECT_EQ(richardson_budget(fine, coarse, 1, 3, 4 * 4.83e-4).status, OrderStatus::slower);
}

TEST(RichardsonBudget, CoversAnErrorThatFallsMoreSlowlyThanClaimed) {
  // Order ½ where 2 is claimed: the error of the finest run is Δ/(√2 − 1), ten times what order 2 would
  // leave.
  const double c = 0.1;
  const auto run = [&](double step) { return 1 + c * std::sqrt(step); };
  const Estimate fine{run(0.5) - run(0.25), 0}, coarse{run(1) - run(0.5), 0};
  EXPECT_NEAR(richardson_budget(fine, coarse, 2, 3, 0).bound, 2 * c * 0.5, 1e-12);
}

TEST(RichardsonBudget, IsNotMadeSmallByAChangeOfSign) {
  EXPECT_DOUBLE_EQ(richardson_budget({1e-9, 1e-12}, Estimate{4e-3, 1e-12}, 2, 0, 0).bound, 2 * 1e-3 / 3);
  // A coarse difference that is noise itself says nothing.
  EXPECT_DOUBLE_EQ(richardson_budget({1e-9, 0}, Estimate{4e-3, 1e-3}, 2, 0, 0).bound, 2 * 1e-9 / 3);
}

TEST(RichardsonBudget, IsUnresolvedWhereItMattersAndTheDifferenceIsNoise) {
  // b > ¼ statistical budget, but one difference is only 4 standard errors.
  EXPECT_EQ(richardson_budget({4e-3, 1e-3}, Estimate{1.6e-2, 1e-3}, 2, 3, 1e-3).status,
            OrderStatus::unresolved);
  EXPECT_EQ(richardson_budget({1.6e-2, 1e-3}, Estimate{4e-3, 1e-3}, 2, 3, 1e-3).status,
            OrderStatus::unresolved);
  EXPECT_EQ(richardson_budget({1.5e-2, 1e-3}, Estimate{6e-2, 1e-3}, 2, 3, 1e-3).status,
            OrderStatus::as_claimed);
  EXPECT_EQ(richardson_budget({0, 0}, Estimate{0, 0}, 2, 3, 0).status, OrderStatus::below_noise);
  EXPECT_EQ(richardson_budget({0, 0}, Estimate{1e-3, 0}, 2, 3, 0).status, OrderStatus::unresolved);
}

TEST(DistanceBudget, IsTwiceTheExtrapolatedDistance) {
  const Budget budget = distance_budget(1e-3, 4e-3, 2, 1e-3);
  EXPECT_DOUBLE_EQ(budget.bound, 2e-3 / 3);
  EXPECT_DOUBLE_EQ(budget.order_observed, 2);
  EXPECT_EQ(budget.status, OrderStatus::as_claimed);
  EXPECT_EQ(distance_budget(1e-3, 2e-3, 2, 1e-3).status, OrderStatus::slower);
  EXPECT_DOUBLE_EQ(distance_budget(1e-3, 2e-3, 2, 1e-3).bound, 2e-3) << "follows the observed order 1";
  EXPECT_DOUBLE_EQ(distance_budget(1e-6, 2e-3, 2, 1e-3).bound, 2 * 5e-4 / 3)
      << "the coarse distance says more";
  EXPECT_EQ(distance_budget(1e-3, 2e-3, 2, 1e-1).status, OrderStatus::below_noise);
  EXPECT_EQ(distance_budget(1e-3, 2e-3, 2, 1e-3, 1.5e-3).status, OrderStatus::unresolved);
  EXPECT_EQ(distance_budget(1e-3, std::nullopt, 2, 1e-3).status, OrderStatus::not_measured);
}

TEST(Budget, VerdictOfAStatus) {
  EXPECT_EQ(verdict_of(OrderStatus::as_claimed), Verdict::pass);
  EXPECT_EQ(verdict_of(OrderStatus::below_noise), Verdict::pass);
  EXPECT_EQ(verdict_of(OrderStatus::not_measured), Verdict::pass);
  EXPECT_EQ(verdict_of(OrderStatus::faster), Verdict::pass);
  EXPECT_EQ(verdict_of(OrderStatus::slower), Verdict::pass);
  EXPECT_EQ(verdict_of(OrderStatus::unresolved), Verdict::unresolved);
  EXPECT_EQ(to_string(OrderStatus::below_noise), "below noise");
}

TEST(Budget, RefusesOrdersAndDistancesThatMakeNoSense) {
  EXPECT_THROW(richardson_budget({1, 0}, std::nullopt, 0, 3, 1), InvalidArgument);
  EXPECT_THROW(richardson_budget({std::nan(""), 0}, std::nullopt, 1, 3, 1), InvalidArgument);
  EXPECT_THROW(richardson_budget({1, 0}, std::nullopt, 1, 3, -1), InvalidArgument);
  EXPECT_THROW(distance_budget(-1, std::nullopt, 1, 1), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::verify
