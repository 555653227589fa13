// Classical mistakes in schemes for SDEs, each seen by a check that passes the right scheme.

#include <gtest/gtest.h>

#include <array>
#include <vector>

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

OpenScheme open_heun(const Coefficients& coefficients) { return {heun(), coefficients}; }

// The open scheme is right where its coefficients are: what fails below fails because of one of them.
TEST(WrongSde, TheRightCoefficientsPassEveryCheck) {
  const OpenScheme right_heun = open_heun({.mistake = "none"});
  const OpenScheme right_euler(euler(), {.mistake = "none", .a = 1, .b = 0});
  const std::vector<const SdeScheme*> all{&heun(), &euler(), &right_heun, &right_euler};
  for (const SdeScheme* scheme : all) {
    EXPECT_TRUE(passes(one_step_expansion(*scheme)));
    EXPECT_TRUE(passes(weak_order(*scheme)));
    EXPECT_TRUE(passes(sde::test::strong_order(*scheme)));
    EXPECT_TRUE(passes(sde::test::deterministic_order(*scheme)));
  }
  for (const verify::Check& check : sde::test::ensemble_moments(right_euler, 0.1, 60)) {
    EXPECT_TRUE(passes(check));
  }
}

TEST(WrongSde, HeunWithoutItsHalfIsSeen) {
  EXPECT_TRUE(passes(one_step_expansion(heun())));
  for (const OpenScheme& wrong : {open_heun({.mistake = "X + h (f + f̃)", .a = 1, .b = 1}),
                                  open_heun({.mistake = "X̃ + h (f̃ − f)", .a = 0, .b = 1})}) {
    EXPECT_TRUE(fails(one_step_expansion(wrong)));
    EXPECT_TRUE(fails(weak_order(wrong)));
    EXPECT_TRUE(fails(sde::test::deterministic_order(wrong)));
  }
}

// The weak order of the first two falls to 1.6 only: their error is 1 % of Euler's.
TEST(WrongSde, AHalfOnePercentOffIsSeenInOneStep) {
  EXPECT_TRUE(passes(one_step_expansion(heun())));
  for (const OpenScheme& wrong : {open_heun({.mistake = "half 1 % too large", .a = 0.495, .b = 0.505}),
                                  open_heun({.mistake = "half 1 % too small", .a = 0.505, .b = 0.495}),
                                  open_heun({.mistake = "b alone 1 % off", .b = 0.505})}) {
    EXPECT_TRUE(fails(one_step_expansion(wrong)));
    EXPECT_TRUE(fails(weak_order(wrong)));
  }
}

TEST(WrongSde, AHalfTenPercentOffIsSeenInTheWeakOrder) {
  EXPECT_TRUE(passes(weak_order(heun())));
  for (const OpenScheme& wrong : {open_heun({.mistake = "half 10 % too large", .a = 0.45, .b = 0.55}),
                                  open_heun({.mistake = "half 10 % too small", .a = 0.55, .b = 0.45})}) {
    EXPECT_TRUE(fails(weak_order(wrong)));
    EXPECT_TRUE(fails(one_step_expansion(wrong)));
  }
}

TEST(WrongSde, NoiseFrozenOverTheStepHasWeakOrderOne) {
  EXPECT_TRUE(passes(weak_order(heun())));
  const OpenScheme wrong = open_heun({.mistake = "g(t)√h", .noise = frozen_noise});
  const verify::Check order = weak_order(wrong);
  EXPECT_TRUE(fails(order));
  EXPECT_NEAR(order.observed, 1, 0.1);
  EXPECT_TRUE(fails(one_step_expansion(wrong)));
}

TEST(WrongSde, APredictorAtTheWrongPlaceOrTimeIsSeen) {
  EXPECT_TRUE(passes(weak_order(heun())));
  for (const OpenScheme& wrong : {open_heun({.mistake = "predictor without noise", .predictor_noise = 0}),
                                  open_heun({.mistake = "corrector at t", .corrector_time = 0})}) {
    EXPECT_TRUE(fails(weak_order(wrong)));
    EXPECT_TRUE(fails(one_step_expansion(wrong)));
  }
}

TEST(WrongSde, NoiseOfTheWrongSizeIsSeen) {
  EXPECT_TRUE(passes(sde::test::ensemble_moments(euler(), 0.1, 60)[1]));
  for (const OpenScheme& wrong :
       {OpenScheme(euler(), {.mistake = "V for √V", .a = 1, .b = 0, .noise = noise_without_root}),
        OpenScheme(euler(), {.mistake = "√(V/2) for √V", .a = 1, .b = 0, .noise = halved_noise})}) {
    EXPECT_TRUE(fails(one_step_expansion(wrong)));
    EXPECT_TRUE(fails(weak_order(wrong)));
    EXPECT_TRUE(fails(sde::test::ensemble_moments(wrong, 0.1, 60)[1]));
  }
}

TEST(WrongSde, AClaimHalfTooHighOrHalfTooLowIsSeen) {
  EXPECT_TRUE(passes(weak_order(euler())));
  EXPECT_TRUE(passes(weak_order(heun())));
  for (const SdeScheme* right : {&euler(), &heun()}) {
    for (const double change : {-0.5, 0.5}) {
      const OtherClaim wrong(*right, change);
      EXPECT_TRUE(fails(weak_order(wrong)));
      EXPECT_TRUE(fails(sde::test::strong_order(wrong)));
      EXPECT_TRUE(fails(sde::test::deterministic_order(wrong)));
    }
  }
}

const sde::test::StateNoise& state_noise() {
  static const sde::test::StateNoise process;
  return process;
}

verify::Check diagonal_weak_order(const SdeScheme& scheme) {
  static const Eigen::ArrayXd exact = sde::test::exact_expectation(state_noise());
  return sde::test::weak_order(scheme, state_noise(), exact);
}

/// By differences, and against a finer path of a scheme of order 1.5.
std::array<verify::Check, 2> diagonal_strong_orders(const SdeScheme& scheme) {
  static const Points finest =
      sde::test::ends(sde::scheme("platen"), state_noise(), sde::test::reference_particles)[0];
  return sde::test::strong_orders(scheme, state_noise(), finest);
}

TEST(WrongSde, MilsteinsTermsAreSeenOnDiagonalNoise) {
  const OpenMilstein right("none", 0.5);
  EXPECT_TRUE(passes(one_step_expansion(right, state_noise())));
  EXPECT_TRUE(passes(diagonal_weak_order(right)));
  for (const verify::Check& check : diagonal_strong_orders(right)) EXPECT_TRUE(passes(check));
  for (const OpenMilstein& wrong : {OpenMilstein("no correction", 0), OpenMilstein("no half", 1),
                                    OpenMilstein("half of the wrong sign", -0.5)}) {
    for (const verify::Check& check : diagonal_strong_orders(wrong)) EXPECT_TRUE(fails(check));
  }
}

// z² for z² − 1 adds ½ g ∂g/∂x to the drift, the Stratonovich reading: paths converge at order 1, to those of
// another equation, which differences of levels cannot see.
TEST(WrongSde, TheOtherCalculusIsSeenAgainstTheFinePathAlone) {
  const OpenMilstein wrong("z² for z² − 1", 0.5, 0);
  const auto [differences, reference] = diagonal_strong_orders(wrong);
  EXPECT_TRUE(passes(differences));
  EXPECT_TRUE(fails(reference));
  EXPECT_NEAR(reference.observed, 0, 0.1);
  EXPECT_TRUE(fails(one_step_expansion(wrong, state_noise())));
  EXPECT_TRUE(fails(diagonal_weak_order(wrong)));
}

TEST(WrongSde, AClaimForDiagonalNoiseHalfTooHighOrHalfTooLowIsSeen) {
  const SdeScheme& milstein = sde::scheme("milstein");
  EXPECT_TRUE(passes(diagonal_weak_order(milstein)));
  for (const double change : {-0.5, 0.5}) {
    const OtherClaim wrong(milstein, change);
    EXPECT_TRUE(fails(diagonal_weak_order(wrong)));
    EXPECT_TRUE(fails(sde::test::strong_order(wrong, state_noise())));
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
