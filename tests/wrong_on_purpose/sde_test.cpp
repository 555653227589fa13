// Classical mistakes in schemes for SDEs, each seen by a check that passes the right scheme.

#include <gtest/gtest.h>

#include "sde/deterministic_order.hpp"
#include "sde/ensemble_moments.hpp"
#include "sde/one_step.hpp"
#include "sde/strong_order.hpp"
#include "sde/weak_order.hpp"
#include "wrong_on_purpose/planted_schemes.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using sde::SdeScheme;
using sde::test::one_step_expansion;
using verify::test::fails;
using verify::test::passes;

const SdeScheme& heun() { return sde::scheme("drift_heun"); }
const SdeScheme& euler() { return sde::scheme("euler_maruyama"); }

verify::Check weak_order(const SdeScheme& scheme) {
  static const sde::test::Periodic process;
  static const Eigen::ArrayXd exact = sde::test::exact_expectation(process);
  return sde::test::weak_order(scheme, process, exact);
}

// The open scheme is right where its coefficients are: what fails below fails because of one of them.
TEST(WrongSde, TheRightCoefficientsPassEveryCheck) {
  const OpenScheme open_heun(heun(), 0.5, 0.5), open_euler(euler(), 1, 0);
  for (const SdeScheme* scheme : {&heun(), &euler(), static_cast<const SdeScheme*>(&open_heun),
                                  static_cast<const SdeScheme*>(&open_euler)}) {
    EXPECT_TRUE(passes(one_step_expansion(*scheme)));
    EXPECT_TRUE(passes(weak_order(*scheme)));
    EXPECT_TRUE(passes(sde::test::strong_order(*scheme)));
    EXPECT_TRUE(passes(sde::test::deterministic_order(*scheme)));
  }
  for (const verify::Check& check : sde::test::ensemble_moments(open_euler, 0.5, 60)) {
    EXPECT_TRUE(passes(check));
  }
}

TEST(WrongSde, HeunWithoutItsHalfIsSeen) {
  EXPECT_TRUE(passes(one_step_expansion(heun())));
  for (const double a : {1.0, 0.0}) {  // X + h (f + f̃), and X̃ + h (f̃ − f)
    const OpenScheme wrong(heun(), a, 1);
    EXPECT_TRUE(fails(one_step_expansion(wrong)));
    EXPECT_TRUE(fails(weak_order(wrong)));
    EXPECT_TRUE(fails(sde::test::deterministic_order(wrong)));
  }
}

TEST(WrongSde, AHalfOnePercentOffIsSeenInOneStep) {
  EXPECT_TRUE(fails(one_step_expansion(OpenScheme(heun(), 0.495, 0.505))));
  EXPECT_TRUE(fails(one_step_expansion(OpenScheme(heun(), 0.505, 0.495))));
  EXPECT_TRUE(fails(one_step_expansion(OpenScheme(heun(), 0.5, 0.505))));
}

TEST(WrongSde, AHalfTenPercentOffIsSeenInTheWeakOrder) {
  for (const double b : {0.45, 0.55}) {
    const OpenScheme wrong(heun(), 1 - b, b);
    EXPECT_TRUE(fails(weak_order(wrong)));
    EXPECT_TRUE(fails(one_step_expansion(wrong)));
  }
}

TEST(WrongSde, NoiseFrozenOverTheStepHasWeakOrderOne) {
  const OpenScheme wrong(heun(), 0.5, 0.5, frozen_noise);
  const verify::Check order = weak_order(wrong);
  EXPECT_TRUE(fails(order));
  EXPECT_NEAR(order.observed, 1, 0.1);
  EXPECT_TRUE(fails(one_step_expansion(wrong)));
}

TEST(WrongSde, NoiseOfTheWrongSizeIsSeen) {
  for (const NoiseSize size : {noise_without_root, halved_noise}) {
    const OpenScheme wrong(euler(), 1, 0, size);
    EXPECT_TRUE(fails(one_step_expansion(wrong)));
    EXPECT_TRUE(fails(weak_order(wrong)));
    EXPECT_TRUE(fails(sde::test::ensemble_moments(wrong, 0.1, 60)[1]));
  }
}

TEST(WrongSde, AClaimHalfTooHighOrHalfTooLowIsSeen) {
  for (const SdeScheme* right : {&euler(), &heun()}) {
    for (const double change : {-0.5, 0.5}) {
      const OtherClaim wrong(*right, change);
      EXPECT_TRUE(fails(weak_order(wrong)));
      EXPECT_TRUE(fails(sde::test::strong_order(wrong)));
      EXPECT_TRUE(fails(sde::test::deterministic_order(wrong)));
    }
  }
}

// The noise of all steps is one normal number: the variance is 2h ((1 − (1 − h)^N)/h)², here 1.00 → 19.9.
TEST(WrongSde, AReusedStepNumberIsSeenInTheEnsemblesVariance) {
  EXPECT_TRUE(passes(sde::test::ensemble_moments(euler(), 0.1, 60)[1]));
  const ReusedStepNumber wrong(euler());
  const verify::Check variance = sde::test::ensemble_moments(wrong, 0.1, 60)[1];
  EXPECT_TRUE(fails(variance));
  EXPECT_NEAR(variance.observed, 0.2 * std::pow((1 - std::pow(0.9, 60)) / 0.1, 2), 0.4);
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
