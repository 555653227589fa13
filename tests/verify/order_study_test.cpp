#include "kolmo/verify/order_study.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kolmo::verify {
namespace {

/// Errors C h^p (1 + a h^q) at h = 2^−2 … 2^−7.
OrderStudy study_of(double order, double curvature, double next_term, double claimed) {
  OrderStudy study{.name = "study", .long_name = "error", .claimed = claimed, .next_term = next_term};
  for (int k = 2; k < 8; ++k) {
    const double h = std::ldexp(1.0, -k);
    study.add(h, 3 * std::pow(h, order) * (1 + curvature * std::pow(h, next_term)));
  }
  return study;
}

TEST(OrderStudy, TheOrderIsThatInHWhateverTheNextTerm) {
  for (const double q : {1.0, 2.0}) {
    const Check check = judge(study_of(2, 0.4, q, 2), "id").check;
    EXPECT_EQ(check.verdict, Verdict::pass) << check.note;
    EXPECT_NEAR(check.observed, 2, 1e-9);
    EXPECT_EQ(check.expected, 2);
    EXPECT_NEAR(check.tolerance, 0.1, 1e-6);
  }
  EXPECT_EQ(judge(study_of(2, 0.4, 2, 2.5), "id").check.verdict, Verdict::fail);
  EXPECT_EQ(judge(study_of(2, 0.4, 2, 1.5), "id").check.verdict, Verdict::fail);
}

TEST(OrderStudy, LargerStepsThanTheFitTakesAreShownAlone) {
  OrderStudy study = study_of(1, 0, 1, 1);
  study.errors.front().value *= 7;
  study.fit_up_to = study.h[1];
  const JudgedOrder judged = judge(study, "id");
  EXPECT_NEAR(judged.check.observed, 1, 1e-9);
  EXPECT_EQ(judged.used, (std::vector<bool>{false, true, true, true, true, true}));
  EXPECT_EQ(judged.fit.points_used, 5);
}

// The last errors are all noise: ten standard errors of the first are left out of the fit.
TEST(OrderStudy, SaysWhichErrorsStoodOutOfTheNoise) {
  OrderStudy study = study_of(1, 0, 1, 1);
  for (Estimate& error : study.errors) error.standard_error = 0.012;
  const JudgedOrder judged = judge(study, "id");
  EXPECT_EQ(judged.used, (std::vector<bool>{true, true, true, true, false, false}));
  EXPECT_EQ(judged.fit.points_used, 4);
}

TEST(OrderStudy, AnExactMethodIsHeldAgainstItsRounding) {
  OrderStudy study = study_of(1, 0, 1, std::numeric_limits<double>::infinity());
  study.exact_below = 1e-3;
  EXPECT_EQ(judge(study, "id").check.verdict, Verdict::fail);
  study.exact_below = 1;
  EXPECT_EQ(judge(study, "id").check.verdict, Verdict::pass);
  study.errors[3].value = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(judge(study, "id").check.verdict, Verdict::unresolved);
}

TEST(OrderStudy, AnErrorOfNothingHasNoOrder) {
  OrderStudy study = study_of(1, 0, 1, 1);
  study.errors.back().value = 0;
  const JudgedOrder judged = judge(study, "id");
  EXPECT_EQ(judged.check.verdict, Verdict::unresolved);
  EXPECT_NE(judged.check.note.find("zero or not finite"), std::string::npos);
  EXPECT_EQ(judged.used, std::vector<bool>(6, false));
}

TEST(OrderStudy, OfASchemeSaysWhatItsErrorsCost) {
  Claim claim;
  claim.name = "scheme";
  claim.evaluations_per_step = 2;
  const OrderStudy study =
      noise_free_study({"weak_scheme", "weak error"}, claim, 1, {{0.5, 0.1}, {0.25, 0.05}, {0.125, 0.025}});
  EXPECT_EQ(study.work, (std::vector<double>{4, 8, 16}));
  EXPECT_EQ(check_of(study, "part").id, "part/weak_scheme");
  EXPECT_EQ(check_of(study, "part").verdict, Verdict::pass);
  EXPECT_EQ(noise_free_study({"", ""}, claim, 1, {{0.5, 1e-14}}).exact_below, 1e-12);
}

}  // namespace
}  // namespace kolmo::verify
