// Classical mistakes in flows of velocities, each seen by a check that passes the right one.

#include <gtest/gtest.h>

#include <string>

#include "kolmo/measure/ode/trace_moments.hpp"
#include "kolmo/ode/rosenbrock.hpp"
#include "ode/likelihood_checks.hpp"
#include "ode/order_checks.hpp"
#include "ode/order_conditions.hpp"
#include "ode/stiff_checks.hpp"
#include "wrong_on_purpose/planted_tableau.hpp"
#include "wrong_on_purpose/planted_velocities.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using ode::test::order;
using ode::test::order_conditions;
using ode::test::order_conditions_of_estimate;
using ode::test::order_of_estimate;
using verify::test::fails;
using verify::test::passes;

const ode::StepperEntry& dormand_prince() { return ode::find_stepper("dormand_prince"); }

std::string coefficient(char letter, std::size_t indices) {
  std::string name(1, letter);
  return name += std::to_string(indices);
}

// The open pair is the library's where its coefficients are: what fails below fails because of one of them.
TEST(WrongOde, TheRightTableauPassesEveryCheck) {
  for (const ode::StepperEntry& entry : {dormand_prince(), listed(Tableau())}) {
    EXPECT_TRUE(passes(order(entry)));
    EXPECT_TRUE(passes(order_of_estimate(entry)));
    EXPECT_TRUE(passes(order_conditions(entry)));
    EXPECT_TRUE(passes(order_conditions_of_estimate(entry)));
  }
  const Points difference =
      ode::test::places_after(dormand_prince(), 160) - ode::test::places_after(listed(Tableau()), 160);
  EXPECT_LE(difference.abs().maxCoeff(), 1e-13);
}

// Every coefficient below the diagonal in turn. That of a21 shows at h⁵ with a factor too small for a
// measured order.
TEST(WrongOde, OneWrongCoefficientOfDormandPrinceIsSeen) {
  for (std::size_t i = 1; i < 7; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      Tableau wrong;
      if (wrong.a[i][j] == 0) continue;
      wrong.a[i][j] *= 1.001;
      const std::string name = coefficient('a', 10 * (i + 1) + j + 1);
      EXPECT_TRUE(fails(order_conditions(listed(wrong, name))));
      if (i == 1) continue;
      EXPECT_TRUE(fails(order(listed(wrong, name))));
    }
  }
}

TEST(WrongOde, AStageAtTheWrongTimeIsSeen) {
  for (std::size_t i = 1; i < 6; ++i) {
    Tableau wrong;
    wrong.c[i] *= 0.99;
    const std::string name = coefficient('c', i + 1);
    EXPECT_TRUE(fails(order_conditions(listed(wrong, name))));
    if (i == 1) continue;
    EXPECT_TRUE(fails(order(listed(wrong, name))));
  }
}

TEST(WrongOde, AStaleFirstStageIsSeenInTheOrder) {
  Tableau wrong;
  wrong.hands_on_last_stage = false;
  EXPECT_TRUE(fails(order(listed(wrong, "stale first stage"))));
}

TEST(WrongOde, AWrongErrorEstimateIsSeenInItsOrder) {
  for (const std::size_t stage : {0U, 2U, 3U, 4U, 5U, 6U}) {
    Tableau wrong;
    wrong.embedded[stage] *= 1.001;
    const ode::StepperEntry entry = listed(wrong, "embedded weight " + std::to_string(stage + 1));
    EXPECT_TRUE(passes(order(entry)));
    EXPECT_TRUE(fails(order_of_estimate(entry)));
    EXPECT_TRUE(fails(order_conditions_of_estimate(entry)));
  }
}

// Odeint 1.74's d₄. Without t in the right side nothing shows.
TEST(WrongOde, TheWrongSignInOdeintsRosenbrockIsSeenInTheOrderInTime) {
  ode::RosenbrockTable wrong = ode::rodas();
  wrong.gamma_time[3] = -wrong.gamma_time[3];
  ode::StepperEntry entry = ode::find_stepper("rosenbrock_4");
  entry.make = [claim = entry.claim, wrong] { return ode::make_rosenbrock(claim, wrong); };
  EXPECT_TRUE(fails(order(entry)));
  EXPECT_TRUE(fails(order_conditions(entry)));
  EXPECT_EQ(ode::test::stiff_order(entry.make, 0, 1, 0.05).verdict, verify::Verdict::pass);
  EXPECT_EQ(ode::test::stiff_order(entry.make, 0, 4, 0.5).verdict, verify::Verdict::fail);
}

TEST(WrongOde, AClaimHalfTooHighOrHalfTooLowIsSeen) {
  for (ode::StepperEntry entry : ode::steppers()) {
    if (!entry.claim.order(Sense::time)) continue;  // steps to a tolerance
    EXPECT_TRUE(passes(order(entry)));
    for (const double change : {-0.5, 0.5}) {
      ode::StepperEntry wrong = entry;
      wrong.claim.orders.shift(Sense::time, change);
      EXPECT_TRUE(fails(order(wrong)));
      EXPECT_TRUE(fails(order_conditions(wrong)));
    }
  }
}

TEST(WrongOde, AWrongDivergenceIsSeenInTheLikelihoodAlone) {
  const ode::Spiral right;
  for (const verify::Check& check : ode::test::spiral_errors(right)) EXPECT_TRUE(passes(check));
  for (const double factor : {-1.0, 0.5, 1.01}) {
    const auto [places, likelihood] = ode::test::spiral_errors(ScaledDivergence(right, factor));
    EXPECT_TRUE(passes(places)) << factor;
    EXPECT_TRUE(fails(likelihood)) << factor;
  }
}

// Hutchinson's probes need E z zᵀ = I: directions of unit length estimate the divergence over the dimension.
TEST(WrongOde, ProbesOfUnitLengthAreSeenInTheMean) {
  const ode::Spiral spiral;
  Points place(1, 2), slope(1, 2);
  place << 0.9, -0.4;
  Eigen::ArrayXd exact(1);
  spiral.velocity_and_divergence(0.3, place, slope, exact);
  for (const ode::Probe kind : {ode::Probe::rademacher, ode::Probe::gaussian}) {
    const Points right = measure::probes(kind, RandomStream(1), 20'000, 2);
    const Points wrong = right.colwise() / right.matrix().rowwise().norm().array();
    const auto mean = [&](const Points& probes) {
      const measure::TraceMoments found = measure::trace_moments(spiral, 0.3, place, probes, 1e-5);
      return verify::test::compared("mean of the estimate", exact[0], found.mean,
                                    5 * found.standard_error + 1e-9);
    };
    EXPECT_TRUE(passes(mean(right)));
    EXPECT_TRUE(fails(mean(wrong)));
    const double expected =
        measure::trace_variance(kind, measure::velocity_jacobian(spiral, 0.3, place, 1e-5));
    const double variance = measure::trace_moments(spiral, 0.3, place, right, 1e-5).variance;
    EXPECT_NEAR(variance, expected, 0.05 * expected + 1e-9);  // 20 000 probes know it to 1 %
  }
}

TEST(WrongOde, AMissingHalfOfTheProbabilityFlowIsSeen) {
  const ode::MixtureFlow right({{1, 1.0, 0.5}}), wrong({{1, 1.0, 0.5}}, 1.0);
  for (const verify::Check& check : ode::test::gaussian_errors(right, 1)) EXPECT_TRUE(passes(check));
  for (const verify::Check& check : ode::test::gaussian_errors(wrong, 1)) EXPECT_TRUE(fails(check));
  // The ½ missing in the divergence alone.
  const auto [places, likelihood] = ode::test::gaussian_errors(OtherDivergence(right, wrong), 1);
  EXPECT_TRUE(passes(places));
  EXPECT_TRUE(fails(likelihood));
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
