// What a network is taught of a Poisson flow: wrong targets are seen, before and after learning.

#include <gtest/gtest.h>

#include "experiments/under_test.hpp"
#include "kolmo/score/data/point_sets.hpp"
#include "poisson_flow/learned_part.hpp"
#include "poisson_flow/parts.hpp"

namespace kolmo::poisson_flow {
namespace {

using verify::Verdict;

/// Two moons, moved and stretched in one direction.
green_flow::PointCloud moons() {
  Points data = score::point_set("two_moons", 120, RandomStream(4));
  data.col(0) = 1.2 * data.col(0) + 0.3;
  return green_flow::PointCloud(data);
}

Verdict target_verdict(Target target, Target law, double sign) {
  return target_check(target, law, sign, moons(), 4096, RandomStream(8), 4.5).verdict;
}

Verdict learned_verdict(Target target, Target law, double sign) {
  const LearnedField learned(target, law, sign, moons(), 4000, RandomStream(9));
  return learned_check(field_errors(learned, target, moons(), 256, RandomStream(10))).verdict;
}

TEST(PoissonTargets, AreTheFieldInTheMean) {
  for (const Target target : {Target::ratio, Target::field})
    EXPECT_EQ(target_verdict(target, target, 1), Verdict::pass);
}

TEST(PoissonTargets, OfTheWrongSignAreSeen) {
  for (const Target target : {Target::ratio, Target::field})
    EXPECT_EQ(target_verdict(target, target, -1), Verdict::fail);
}

TEST(PoissonTargets, OfAnotherLawOfPlacesAreSeen) {
  EXPECT_EQ(target_verdict(Target::ratio, Target::field, 1), Verdict::fail);
  EXPECT_EQ(target_verdict(Target::field, Target::ratio, 1), Verdict::fail);
}

TEST(LearnedFields, AreTheFieldWhereTheirTargetsAre) {
  for (const Target target : {Target::ratio, Target::field})
    EXPECT_EQ(learned_verdict(target, target, 1), Verdict::pass);
}

TEST(LearnedFields, OfWrongTargetsAreSeen) {
  for (const Target target : {Target::ratio, Target::field})
    EXPECT_EQ(learned_verdict(target, target, -1), Verdict::fail);
  EXPECT_EQ(learned_verdict(Target::ratio, Target::field, 1), Verdict::fail);
  EXPECT_EQ(learned_verdict(Target::field, Target::ratio, 1), Verdict::fail);  // weights come twice
}

TEST(PoissonConfigurations, ARadialDistributionThatIsNoneIsRefusedAtItsKey) {
  const auto said = [](const std::string& psi) {
    return frame::test::error_of(experiment(), [&] {
      return frame::test::configured(experiment(), {"generation.psi=\"" + psi + "\""}, "quick");
    });
  };
  for (const std::string psi : {"r^3", "r/(r + t", "x^2"})
    EXPECT_NE(said(psi).find("'generation.psi': "), std::string::npos) << said(psi);
  EXPECT_EQ(said("r/(r + t)"), "");
}

}  // namespace
}  // namespace kolmo::poisson_flow
