// constrained_diffusions between walls far from 0: rounding is that of the places, not of the width.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "constrained_diffusions/parts.hpp"
#include "experiments/under_test.hpp"

namespace kolmo::constrained_diffusions {
namespace {

/// The errors of Brownian motion between walls 10⁻³ apart that begin at `lower`.
verify::OrderStudy brownian(const std::string& kind, double lower) {
  const Sampled sampled{4096, RandomStream(3), [] { return 4.0; }};
  const frame::Plan plan = interval_plan({lower, lower + 1e-3, 1e-3, lower + 3e-4, "0"}, sampled);
  for (const frame::StudyTask& task : plan.studies)
    if (task.name == "brownian_" + kind) return task.run();
  throw std::runtime_error("no study of " + kind);
}

double largest(const verify::OrderStudy& study) {
  double error = 0;
  for (const Estimate& each : study.errors) error = std::max(error, std::abs(each.value));
  return error;
}

TEST(ConstrainedIntervals, MirrorsAreExactToTheRoundingOfTheirPlaces) {
  EXPECT_EQ(brownian("mirror", 0).exact_below, 1e-12);
  EXPECT_EQ(brownian("mirror", -5e-4).exact_below, 1e-12);
  for (const double lower : {0.0, -1e3, 1e6})
    EXPECT_EQ(verify::check_of(brownian("mirror", lower), "interval").verdict, verify::Verdict::pass)
        << lower << ": " << largest(brownian("mirror", lower));
}

TEST(ConstrainedIntervals, ClippingIsNotTakenForRoundingFarFromZero) {
  EXPECT_GT(largest(brownian("clipping", 1e6)), 100 * brownian("mirror", 1e6).exact_below);
}

TEST(ConstrainedConfigurations, NumbersWhoseSquaresAreNoneAreRefusedAtTheirKeys) {
  const auto said = [](const std::string& key, const std::string& value) {
    return frame::test::error_of(
        experiment(), [&] { return frame::test::configured(experiment(), {key + "=" + value}, "quick"); });
  };
  for (const std::string key :
       {"sphere.radius", "sphere.noise", "interval.noise", "ball.radius", "bounded.limit"})
    for (const std::string value : {"1e-200", "1e200"})
      EXPECT_NE(said(key, value).find("'" + key + "'"), std::string::npos) << said(key, value);
  EXPECT_NE(said("interval.upper", "1e-200").find("'interval.upper'"), std::string::npos);
  for (const std::string key : {"sphere.radius", "ball.radius", "bounded.limit"})
    EXPECT_EQ(said(key, "1e-9"), "");
}

}  // namespace
}  // namespace kolmo::constrained_diffusions
