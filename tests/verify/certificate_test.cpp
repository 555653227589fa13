#include "kolmo/verify/certificate.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/entropy_estimator.hpp"

namespace kolmo::verify {
namespace {

/// The uniform law on [shift, 1 + shift].
Law1D uniform_law(double shift = 0) { return Law1D::from_cdf({shift, 1 + shift}, {0, 1}); }

RoadResult road(const std::string& name, double mean, double error, double budget, const Law1D& law) {
  RoadResult result;
  result.name = name;
  result.times = {1.0};
  RoadSnapshot snapshot;
  snapshot.quantities["mean"] = {mean, error, budget};
  snapshot.laws.emplace("x", law);
  result.snapshots = {snapshot};
  return result;
}

RoadResult sampled_road(const std::string& name, std::uint32_t purpose, double shift, Index n = 20000) {
  std::vector<double> x = sorted_samples(uniform_law(shift), n, RandomStream(7, purpose));
  double mean = 0;
  for (const double value : x) mean += value / static_cast<double>(n);
  return road(name, mean, std::sqrt(1.0 / 12 / static_cast<double>(n)), 0, Law1D::from_sorted(std::move(x)));
}

const Check& find(const Certificate& certificate, const std::string& id) {
  for (const Check& check : certificate.checks) {
    if (check.id == id) return check;
  }
  throw std::runtime_error("no check " + id);
}

TEST(Certificate, NamesEveryComparisonOfAPairAndJudgesItWithBothBudgets) {
  const Certificate certificate =
      certify("p", {road("a", 0.5, 0, 0.01, uniform_law()), road("b", 0.515, 0, 0.01, uniform_law())},
              {{"a", "b"}}, {1, 1e-3}, {});
  ASSERT_EQ(certificate.checks.size(), 3U);
  const Check& mean = find(certificate, "p/a~b/mean/t=1");
  EXPECT_DOUBLE_EQ(mean.bias_bound, 0.02);
  EXPECT_DOUBLE_EQ(mean.tolerance, 0.02);  // no noise: the budgets alone
  EXPECT_EQ(mean.verdict, Verdict::pass);
  EXPECT_EQ(find(certificate, "p/a~b/ks_x/t=1").observed, 0);
}

// A budget of 0.04 where 2·0.01 of a spread of 1 were asked for: agreement within it is no pass, disagreement
// beyond it still a failure; a quantity that is fine enough is judged as ever.
TEST(Certificate, AgreementWithinABudgetThatTheCostLimitLeftIsUnresolved) {
  RoadResult stopped = road("a", 0.5, 0, 0.04, uniform_law());
  stopped.snapshots[0].quantities["mean"].spread = 1;
  stopped.snapshots[0].quantities["other"] = {0.5, 0, 0.01, 1};
  RoadResult fine = road("b", 0.515, 0, 0.01, uniform_law());
  fine.snapshots[0].quantities["other"] = {0.5, 0, 0.01, 1};
  const auto certified = [&] { return certify("p", {stopped, fine}, {{"a", "b"}}, {1, 1e-3}, {}); };
  EXPECT_EQ(find(certified(), "p/a~b/mean/t=1").verdict, Verdict::pass);  // nothing was asked for
  stopped.cost_limit = "take more cells";
  stopped.largest_share = 0.02;
  const Check mean = find(certified(), "p/a~b/mean/t=1");
  EXPECT_EQ(mean.verdict, Verdict::unresolved);
  EXPECT_EQ(mean.note, "take more cells");
  EXPECT_EQ(find(certified(), "p/a~b/other/t=1").verdict, Verdict::pass);
  stopped.snapshots[0].quantities["mean"].value = 0.6;
  EXPECT_EQ(find(certified(), "p/a~b/mean/t=1").verdict, Verdict::fail);
}

TEST(Certificate, FailsAMomentOutsideNoiseAndBudget) {
  const Certificate certificate =
      certify("p", {road("a", 0.5, 1e-3, 1e-3, uniform_law()), road("b", 0.506, 0, 1e-3, uniform_law())},
              {{"a", "b"}}, {1, 1e-3}, {});
  // z = Φ⁻¹(1 − 5e−4) = 3.29: 3.29e−3 + 2e−3 < 6e−3.
  EXPECT_EQ(find(certificate, "p/a~b/mean/t=1").verdict, Verdict::fail);
}

TEST(Certificate, PassesTwoSamplesOfOneLawAndFailsAShiftOfThreeNoiseFloors) {
  const FalseAlarms alarms{100, 1e-3};
  const Certificate same =
      certify("p", {sampled_road("a", 1, 0), sampled_road("b", 2, 0)}, {{"a", "b"}}, alarms, {});
  for (const Check& check : same.checks) EXPECT_EQ(check.verdict, Verdict::pass) << check.id;
  const double floor = find(same, "p/a~b/w1_x/t=1").tolerance;
  const Certificate shifted =
      certify("p", {sampled_road("a", 1, 3 * floor), sampled_road("b", 2, 0)}, {{"a", "b"}}, alarms, {});
  for (const Check& check : shifted.checks) EXPECT_EQ(check.verdict, Verdict::fail) << check.id;
}

TEST(Certificate, KeepsItsFalseAlarmRateOverManyPairs) {
  // 300 runs of 3 comparisons each at a rate of 20 % a run: at most 60 + 4 standard deviations of runs may
  // raise an alarm (the union bound and the concentration bounds make it fewer).
  int alarms = 0;
  for (std::uint32_t run = 0; run < 300; ++run) {
    const Certificate certificate =
        certify("p", {sampled_road("a", 100 + 2 * run, 0, 1000), sampled_road("b", 101 + 2 * run, 0, 1000)},
                {{"a", "b"}}, {3, 0.2}, {});
    alarms += worst(certificate.checks) == Verdict::fail ? 1 : 0;
  }
  EXPECT_LE(alarms, 60 + 28);
  EXPECT_GE(alarms, 3) << "the tolerances are so wide that they cannot fail";
}

TEST(Certificate, TablesPairsThatShareAnIngredientAsDependent) {
  RoadResult a = road("a", 0.5, 0, 1, uniform_law()), b = a;
  b.name = "b";
  a.ingredients = b.ingredients = {"the grid's density"};
  const Certificate certificate = certify("p", {a, b}, {{"a", "b"}}, {1, 1e-3}, {});
  for (const Check& check : certificate.checks) EXPECT_EQ(check.depends_on, "the grid's density");
  EXPECT_TRUE(certificate.distances.at(0).dependent);
}

TEST(Certificate, ComparesOnlyAtTimesThatBothRoadsHave) {
  RoadResult a = road("a", 0.5, 0, 0, uniform_law()), b = a;
  b.name = "b";
  b.times = {2.0};
  EXPECT_TRUE(certify("p", {a, b}, {{"a", "b"}}, {1, 1e-3}, {}).checks.empty());
}

TEST(Certificate, PutsTheEffectOfTwoPercentBesideTheBudget) {
  const Effects effects = {{1.0, {{"mean", {0.25, 0.125}}}}};
  const Certificate certificate =
      certify("p", {road("a", 0.5, 0, 0, uniform_law()), road("b", 0.5, 0, 0, uniform_law())}, {{"a", "b"}},
              {1, 1e-3}, effects);
  EXPECT_EQ(find(certificate, "p/a~b/mean/t=1").effect_of_2_percent, 0.25);
  EXPECT_EQ(find(certificate, "p/a~b/mean/t=1").effect_of_2_percent_diffusion, 0.125);
  EXPECT_TRUE(std::isnan(find(certificate, "p/a~b/ks_x/t=1").effect_of_2_percent));
}

TEST(Certificate, RefusesAPairWithoutAResult) {
  EXPECT_THROW(certify("p", {road("a", 0, 0, 0, uniform_law())}, {{"a", "z"}}, {1, 1e-3}, {}),
               std::invalid_argument);
}

TEST(Certificate, ComparesPointsInThePlaneByTheEnergyDistance) {
  const auto cloud = [](const std::string& name, std::uint32_t purpose, double shift) {
    RoadResult result;
    result.name = name;
    result.times = {0.0};
    RoadSnapshot snapshot;
    snapshot.points = Points(2000, 2);
    RandomStream(3, purpose).normals(0, 0, snapshot.points);
    snapshot.points.col(0) += shift;
    result.snapshots = {snapshot};
    return result;
  };
  const auto verdict = [&](double shift) {
    return certify("p", {cloud("a", 1, shift), cloud("b", 2, 0)}, {{"a", "b"}}, {1, 1e-3}, {})
        .checks.at(0)
        .verdict;
  };
  EXPECT_EQ(verdict(0), Verdict::pass);
  EXPECT_EQ(verdict(0.3), Verdict::fail);
}

TEST(Certificate, KeepsTimesApartThatAreShortInTheUnitChosen) {
  RoadResult a = road("a", 0.5, 0, 0.1, uniform_law()), b = a;
  a.times = b.times = {5e-13, 1e-12};
  a.snapshots.push_back(a.snapshots[0]);
  b.snapshots.push_back(b.snapshots[0]);
  b.name = "b";
  EXPECT_EQ(certify("p", {a, b}, {{"a", "b"}}, {1, 1e-3}, {}).checks.size(), 6U);
}

TEST(Certificate, RefusesAPairNamedTwice) {
  const RoadResult a = road("a", 0.5, 0, 0.1, uniform_law()), b = road("b", 0.5, 0, 0.1, uniform_law());
  EXPECT_THROW(certify("p", {a, b}, {{"a", "b"}, {"a", "b"}}, {1, 1e-3}, {}), std::logic_error);
}

TEST(Certificate, AgreementWithinMoreThanTheSpreadIsUnresolved) {
  RoadResult a = road("a", 0.5, 0, 0.01, uniform_law()), b = road("b", 0.505, 0, 0.01, uniform_law());
  a.snapshots[0].quantities["mean"].spread = 0.1;
  const auto verdict = [&] {
    return find(certify("p", {a, b}, {{"a", "b"}}, {1, 1e-3}, {}), "p/a~b/mean/t=1").verdict;
  };
  EXPECT_EQ(verdict(), Verdict::pass);
  b.snapshots[0].quantities["mean"].spread = 0.015;
  EXPECT_EQ(verdict(), Verdict::unresolved);
  a.snapshots[0].quantities["mean"].spread = b.snapshots[0].quantities["mean"].spread = 1;
  a.snapshots[0].distance_budgets["w1_x"] = 0.5;  // above √(1/12)
  EXPECT_EQ(find(certify("p", {a, b}, {{"a", "b"}}, {1, 1e-3}, {}), "p/a~b/w1_x/t=1").verdict,
            Verdict::unresolved);
}

}  // namespace
}  // namespace kolmo::verify
