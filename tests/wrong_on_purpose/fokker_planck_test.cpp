// Classical mistakes in Fokker–Planck solvers, each seen by a check that passes the right solver.

#include <gtest/gtest.h>

#include <numbers>
#include <string>

#include "fokker_planck/operator/generator_checks.hpp"
#include "fokker_planck/time/order_checks.hpp"
#include "kolmo/core/errors.hpp"
#include "wrong_on_purpose/planted_generators.hpp"
#include "wrong_on_purpose/planted_time_steppers.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using namespace fokker_planck::testing;
using fokker_planck::Discretisation;
using fokker_planck::implicit_euler;
using verify::test::fails;
using verify::test::passes;

const Discretisation& right() { return fokker_planck::discretisation("scharfetter_gummel"); }

// Built in the same way as the wrong ones: what fails below fails because of its flux.
TEST(WrongFokkerPlanck, TheRightFluxPassesEveryCheck) {
  for (const Discretisation& scheme : {right(), listed("open, fitted", fitted_flux)}) {
    EXPECT_TRUE(passes(discrete_gibbs(scheme, 0.05)));
    EXPECT_TRUE(passes(discrete_gibbs(scheme, 0.5)));
    EXPECT_TRUE(passes(order_in_space_1d(scheme)));
    EXPECT_TRUE(
        passes(stays_positive(scheme.claim.name, march_at_peclet_thousand(scheme, implicit_euler(), 1))));
  }
}

// |δ| < 2 on every face of this grid, so that no rate of the central flux is negative.
TEST(WrongFokkerPlanck, AFluxWithoutItsExponentialFitIsSeenInTheGibbsState) {
  EXPECT_TRUE(passes(discrete_gibbs(right(), 0.5, 1000)));
  EXPECT_TRUE(fails(discrete_gibbs(listed("central", central_flux), 0.5, 1000)));
  EXPECT_TRUE(fails(discrete_gibbs(listed("upwind", upwind_flux), 0.5, 1000)));
}

TEST(WrongFokkerPlanck, AFluxWithoutItsExponentialFitIsSeenInTheSignAtLargePecletNumbers) {
  const auto after = [](MatrixMistake mistake) {
    return march_at_peclet_thousand(right(), MatrixEuler(mistake), 1);
  };
  EXPECT_TRUE(passes(stays_positive("fitted", after(MatrixMistake::none))));
  EXPECT_TRUE(fails(stays_positive("central", after(MatrixMistake::central_flux))));
  const auto listed_one = march_at_peclet_thousand(listed("central", central_flux), implicit_euler(), 1);
  EXPECT_TRUE(fails(stays_positive("central, listed", listed_one)));
}

TEST(WrongFokkerPlanck, AnUpwindFluxHasOrderOne) {
  EXPECT_TRUE(passes(order_in_space_1d(right())));
  const verify::Check order = order_in_space_1d(listed("upwind", upwind_flux));
  EXPECT_TRUE(fails(order));
  EXPECT_NEAR(order.observed, 1, 0.1);
}

TEST(WrongFokkerPlanck, DoubledDiffusionIsSeen) {
  EXPECT_TRUE(passes(discrete_gibbs(right(), 0.5)));
  EXPECT_TRUE(passes(order_in_space_1d(right())));
  const Discretisation everywhere = listed("doubled diffusion", doubled_diffusion);
  EXPECT_TRUE(fails(discrete_gibbs(everywhere, 0.5)));
  EXPECT_TRUE(fails(order_in_space_1d(everywhere)));
  // Stationary states know nothing of time: this one is the order's alone to see.
  const Discretisation rates = listed("doubled rates", doubled_rates);
  EXPECT_TRUE(passes(discrete_gibbs(rates, 0.5)));
  EXPECT_TRUE(fails(order_in_space_1d(rates)));
}

TEST(WrongFokkerPlanck, AFlippedDriftIsSeen) {
  EXPECT_TRUE(passes(discrete_gibbs(right(), 0.5)));
  const Discretisation wrong = listed("flipped drift", flipped_drift);
  EXPECT_TRUE(fails(discrete_gibbs(wrong, 0.5)));
  EXPECT_TRUE(fails(order_in_space_1d(wrong)));
}

TEST(WrongFokkerPlanck, AWrongCoefficientOfTrBdf2IsSeenInTheOrder) {
  const double kappa = 1 - std::sqrt(0.5), weight = (1 + std::numbers::sqrt2) / 2;
  const auto right_steps = open_tr_bdf2("open", kappa, {1, weight, weight});
  EXPECT_TRUE(passes(order_in_time_1d(right_steps)));
  EXPECT_TRUE(passes(order_in_time_2d(right_steps)));
  for (const auto& wrong : {open_tr_bdf2("gamma = 1/2", 0.25, {1, weight, weight}),
                            open_tr_bdf2("kappa 2 % off", 1.02 * kappa, {1, weight, weight}),
                            open_tr_bdf2("old weight 2 % off", kappa, {1, 1.02 * weight, weight}),
                            open_tr_bdf2("new weight 2 % off", kappa, {1, weight, 0.98 * weight}),
                            open_tr_bdf2("first stage 10 % off", kappa, {0.9, weight, weight}),
                            open_tr_bdf2("weights 1/2", kappa, {1, 0.5, 0.5})}) {
    EXPECT_TRUE(fails(order_in_time_1d(wrong)));
    EXPECT_TRUE(fails(order_in_time_2d(wrong)));
  }
}

TEST(WrongFokkerPlanck, AClaimHalfTooHighOrHalfTooLowIsSeen) {
  EXPECT_TRUE(passes(order_in_space_1d(right())));
  EXPECT_TRUE(passes(order_in_time_1d(implicit_euler())));
  for (const double change : {-0.5, 0.5}) {
    Discretisation flux = right();
    flux.claim.orders.shift(Sense::space, change);
    EXPECT_TRUE(fails(order_in_space_1d(flux)));
    Claim claim = implicit_euler().claim();
    claim.orders.shift(Sense::time, change);
    EXPECT_TRUE(fails(order_in_time_1d(fokker_planck::SinglyImplicitStepper(claim, 1, {{0, 0, 1}}))));
  }
}

TEST(WrongFokkerPlanck, AFluxThatDoesNotConserveIsSeenInTheMass) {
  EXPECT_TRUE(passes(mass_is_kept("implicit_euler", long_march(implicit_euler()))));
  EXPECT_TRUE(passes(mass_is_kept("by its matrix", long_march(MatrixEuler(MatrixMistake::none)))));
  EXPECT_TRUE(fails(mass_is_kept("transposed", long_march(MatrixEuler(MatrixMistake::transposed)))));
  EXPECT_TRUE(fails(mass_is_kept("open end", long_march(MatrixEuler(MatrixMistake::open_end)))));
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
