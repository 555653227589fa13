#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::verify {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

Check with(Verdict verdict) {
  Check check;
  check.verdict = verdict;
  return check;
}

TEST(Check, PassesUpToItsToleranceOnBothSides) {
  EXPECT_EQ(judge(1, 1.5, 0.5), Verdict::pass);
  EXPECT_EQ(judge(1, 0.5, 0.5), Verdict::pass);
  EXPECT_EQ(judge(1, std::nextafter(1.5, 2), 0.5), Verdict::fail);
  EXPECT_EQ(judge(1, 0.5 - 1e-15, 0.5), Verdict::fail);
  EXPECT_EQ(judge(2, 2, 0), Verdict::pass);
  EXPECT_EQ(judge(2, 2, -1e-9), Verdict::fail);
}

TEST(Check, IsUnresolvedWhereANumberIsNotFinite) {
  for (const double bad : {nan, infinity, -infinity}) {
    EXPECT_EQ(judge(bad, 1, 1), Verdict::unresolved);
    EXPECT_EQ(judge(1, bad, 1), Verdict::unresolved);
    EXPECT_EQ(judge(1, 1, bad), Verdict::unresolved);
  }
}

TEST(Check, WorstIsFailThenUnresolvedThenPass) {
  const Check pass = with(Verdict::pass), fail = with(Verdict::fail), open = with(Verdict::unresolved);
  EXPECT_EQ(worst({}), Verdict::pass);
  EXPECT_EQ(worst({pass, pass}), Verdict::pass);
  EXPECT_EQ(worst({pass, open, pass}), Verdict::unresolved);
  EXPECT_EQ(worst({open, fail, pass}), Verdict::fail);
}

TEST(Check, StartsUnresolvedAndHasNames) {
  EXPECT_EQ(Check{}.verdict, Verdict::unresolved);
  EXPECT_EQ(to_string(Verdict::pass), "pass");
  EXPECT_EQ(to_string(Verdict::fail), "fail");
  EXPECT_EQ(to_string(Verdict::unresolved), "unresolved");
}

TEST(ZQuantile, IsTwoSidedOverAllComparisons) {
  EXPECT_NEAR(z_quantile(1, 0.05), 1.959963984540054, 1e-12);
  EXPECT_NEAR(z_quantile(1), 3.290526731491926, 1e-12);
  EXPECT_NEAR(z_quantile(1000, 1e-6), 6.109410204869, 1e-9);  // Φ⁻¹(1 − 5e−10)
  // Round trip through the two-sided tail.
  for (const double m : {1.0, 40.0, 1e6})
    EXPECT_NEAR(std::erfc(z_quantile(m) / std::sqrt(2.0)) * m, 1e-3, 1e-14);
  EXPECT_THROW(z_quantile(0), InvalidArgument);
  EXPECT_THROW(z_quantile(10, 0), InvalidArgument);
  EXPECT_THROW(z_quantile(10, nan), InvalidArgument);
}

TEST(GiveVerdict, AgreementThatCouldNotFailIsUnresolvedAndSaysWhy) {
  const auto judged = [](double observed, double tolerance, double spread) {
    Check check;
    check.observed = observed;
    check.tolerance = tolerance;
    check.spread = spread;
    give_verdict(check);
    return check;
  };
  EXPECT_EQ(judged(0.1, 0.2, 0.3).verdict, Verdict::pass);
  EXPECT_EQ(judged(0.1, 0.4, 0.3).verdict, Verdict::unresolved);
  EXPECT_NE(judged(0.1, 0.4, 0.3).note.find("exceeds the spread of what is compared, 0.3"),
            std::string::npos);
  EXPECT_EQ(judged(0.5, 0.4, 0.3).verdict, Verdict::fail) << "what differs by more fails all the same";
  EXPECT_EQ(judged(0.1, INFINITY, INFINITY).verdict, Verdict::unresolved);
  EXPECT_EQ(judged(0.1, INFINITY, INFINITY).note, "the tolerance is not finite");
  EXPECT_EQ(judged(NAN, 0.1, 1).note, "the observed value is not finite");
}

TEST(UniqueIds, AnIdStandsForOneCheck) {
  Check a, b;
  a.id = "p/a~b/mean/t=1";
  b.id = "p/a~b/mean/t=2";
  EXPECT_NO_THROW(require_unique_ids({a, b}));
  b.id = a.id;
  EXPECT_THROW(require_unique_ids({a, b}), std::logic_error);
}

}  // namespace
}  // namespace kolmo::verify
