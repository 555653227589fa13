// Classical mistakes in schemes for SDEs, each seen by a check that passes the right scheme.

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "kolmo/measure/problems/state_noise.hpp"
#include "kolmo/measure/sde/deterministic_order.hpp"
#include "kolmo/measure/sde/one_step_moments.hpp"
#include "sde/drivers/ensemble_moments.hpp"
#include "sde/schemes/scheme_checks.hpp"
#include "wrong_on_purpose/planted_schemes.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using measure::one_step_moments;
using sde::SdeScheme;
using verify::test::fails;
using verify::test::passes;

const SdeScheme& heun() { return sde::scheme("drift_heun"); }
const SdeScheme& euler() { return sde::scheme("euler_maruyama"); }

const measure::Periodic& periodic() {
  static const measure::Periodic process;
  return process;
}
const measure::StateNoise& state_noise() {
  static const measure::StateNoise process;
  return process;
}
const sde::test::SchemeChecks& additive() {
  static const sde::test::SchemeChecks checks(periodic());
  return checks;
}
const sde::test::SchemeChecks& diagonal() {
  static const sde::test::SchemeChecks checks(state_noise());
  return checks;
}

verify::Check weak_order(const SdeScheme& scheme) { return additive().weak(scheme); }
verify::Check strong_order(const SdeScheme& scheme) { return additive().strong(scheme); }
verify::Check one_step_expansion(const SdeScheme& scheme) { return one_step_moments(scheme, periodic()); }
verify::Check deterministic_order(const SdeScheme& scheme) {
  return verify::check_of(measure::deterministic_study(scheme, measure::step_counts(8, 128)),
                          "deterministic");
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
    EXPECT_TRUE(passes(strong_order(*scheme)));
    EXPECT_TRUE(passes(deterministic_order(*scheme)));
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
    EXPECT_TRUE(fails(deterministic_order(wrong)));
  }
}

// Their weak error is 1 % of Euler's, so that the order is lost at steps alone that are much finer.
TEST(WrongSde, AHalfOnePercentOffIsSeenInOneStep) {
  EXPECT_TRUE(passes(one_step_expansion(heun())));
  for (const OpenScheme& wrong : {open_heun({.mistake = "half 1 % too large", .a = 0.495, .b = 0.505}),
                                  open_heun({.mistake = "half 1 % too small", .a = 0.505, .b = 0.495}),
                                  open_heun({.mistake = "b alone 1 % off", .b = 0.505})}) {
    EXPECT_TRUE(fails(one_step_expansion(wrong)));
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
      EXPECT_TRUE(fails(strong_order(wrong)));
      EXPECT_TRUE(fails(deterministic_order(wrong)));
    }
  }
}

TEST(WrongSde, MilsteinsTermsAreSeenOnDiagonalNoise) {
  const OpenMilstein right("none", 0.5);
  EXPECT_TRUE(passes(one_step_moments(right, state_noise())));
  EXPECT_TRUE(passes(diagonal().weak(right)));
  EXPECT_TRUE(passes(diagonal().strong(right)));
  for (const OpenMilstein& wrong : {OpenMilstein("no correction", 0), OpenMilstein("no half", 1),
                                    OpenMilstein("half of the wrong sign", -0.5)}) {
    EXPECT_TRUE(fails(diagonal().strong(wrong)));
  }
}

// z² for z² − 1 adds ½ g ∂g/∂x to the drift, the Stratonovich reading: paths converge to those of another
// equation, which differences between the scheme's own steps could not see.
TEST(WrongSde, TheOtherCalculusIsSeenAgainstTheFinePath) {
  const OpenMilstein wrong("z² for z² − 1", 0.5, 0);
  const verify::Check strong = diagonal().strong(wrong);
  EXPECT_TRUE(fails(strong));
  EXPECT_NEAR(strong.observed, 0, 0.15);
  EXPECT_TRUE(fails(one_step_moments(wrong, state_noise())));
  EXPECT_TRUE(fails(diagonal().weak(wrong)));
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
