// Classical mistakes in Fokker–Planck solvers, each seen by a check that passes the right solver.

#include <gtest/gtest.h>

#include <numbers>

#include "fokker_planck/generator_checks.hpp"
#include "fokker_planck/order_checks.hpp"
#include "kolmo/core/errors.hpp"
#include "wrong_on_purpose/planted_generators.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using namespace fokker_planck::testing;
using fokker_planck::Discretisation;
using verify::test::fails;
using verify::test::passes;

/// Claims to be what the exponentially fitted flux is.
Discretisation planted(BuildGenerator build) {
  return {fokker_planck::discretisation("scharfetter_gummel").claim, build};
}

// Built in the same way as the wrong ones: what fails below fails because of its flux.
TEST(WrongFokkerPlanck, TheRightFluxPassesEveryCheck) {
  for (const BuildGenerator build :
       {BuildGenerator(fokker_planck::scharfetter_gummel), BuildGenerator(fitted_flux)}) {
    EXPECT_TRUE(passes(discrete_gibbs(build, 0.05)));
    EXPECT_TRUE(passes(discrete_gibbs(build, 0.5)));
    EXPECT_TRUE(passes(order_in_space_1d(planted(build))));
    EXPECT_TRUE(passes(stays_positive("fitted", march_at_peclet_thousand(build, 1))));
  }
}

// |δ| < 2 on every face of this grid, so that the central flux can be built at all.
TEST(WrongFokkerPlanck, AFluxWithoutItsExponentialFitIsSeenInTheGibbsState) {
  EXPECT_TRUE(passes(discrete_gibbs(fokker_planck::scharfetter_gummel, 0.5, 1000)));
  EXPECT_TRUE(fails(discrete_gibbs(central_flux, 0.5, 1000)));
  EXPECT_TRUE(fails(discrete_gibbs(upwind_flux, 0.5, 1000)));
}

TEST(WrongFokkerPlanck, AFluxWithoutItsExponentialFitIsRefusedAtLargePecletNumbers) {
  EXPECT_TRUE(
      passes(stays_positive("fitted", march_at_peclet_thousand(fokker_planck::scharfetter_gummel, 1))));
  try {
    march_at_peclet_thousand(central_flux, 1);
    FAIL() << "negative rates were accepted";
  } catch (const InvalidArgument& error) {
    EXPECT_NE(std::string(error.what()).find("rates."), std::string::npos) << error.what();
  }
}

TEST(WrongFokkerPlanck, AnUpwindFluxHasOrderOne) {
  const verify::Check order = order_in_space_1d(planted(upwind_flux));
  EXPECT_TRUE(fails(order));
  EXPECT_NEAR(order.observed, 1, 0.1);
}

TEST(WrongFokkerPlanck, DoubledDiffusionIsSeen) {
  EXPECT_TRUE(fails(discrete_gibbs(doubled_diffusion, 0.5)));
  EXPECT_TRUE(fails(order_in_space_1d(planted(doubled_diffusion))));
  // Stationary states know nothing of time: this one is the order's alone to see.
  EXPECT_TRUE(passes(discrete_gibbs(doubled_rates, 0.5)));
  EXPECT_TRUE(fails(order_in_space_1d(planted(doubled_rates))));
}

TEST(WrongFokkerPlanck, AFlippedDriftIsSeen) {
  EXPECT_TRUE(fails(discrete_gibbs(flipped_drift, 0.5)));
  EXPECT_TRUE(fails(order_in_space_1d(planted(flipped_drift))));
}

TEST(WrongFokkerPlanck, AWrongCoefficientOfTrBdf2IsSeenInTheOrder) {
  const double kappa = 1 - std::sqrt(0.5), weight = (1 + std::numbers::sqrt2) / 2;
  const auto right = open_tr_bdf2(kappa, 1, weight, weight);
  EXPECT_TRUE(passes(order_in_time_1d(right)));
  EXPECT_TRUE(passes(order_in_time_2d(right)));
  for (const auto& wrong : {open_tr_bdf2(0.25, 1, weight, weight),  // γ = ½ where 2 − √2 belongs
                            open_tr_bdf2(1.02 * kappa, 1, weight, weight),  // γ 2 % off
                            open_tr_bdf2(kappa, 1, 1.02 * weight, weight),  // weights 2 % off
                            open_tr_bdf2(kappa, 1, weight, 0.98 * weight),  //
                            open_tr_bdf2(kappa, 0.9, weight, weight),       // the first stage
                            open_tr_bdf2(kappa, 1, 0.5, 0.5)}) {
    EXPECT_TRUE(fails(order_in_time_1d(wrong)));
    EXPECT_TRUE(fails(order_in_time_2d(wrong)));
  }
}

TEST(WrongFokkerPlanck, AClaimHalfTooHighOrHalfTooLowIsSeen) {
  for (const double change : {-0.5, 0.5}) {
    Discretisation flux = planted(fokker_planck::scharfetter_gummel);
    *flux.claim.order_space += change;
    EXPECT_TRUE(fails(order_in_space_1d(flux)));
    Claim claim = fokker_planck::implicit_euler().claim();
    *claim.order_time += change;
    EXPECT_TRUE(fails(order_in_time_1d(fokker_planck::SinglyImplicitStepper(claim, 1, {{0, 0, 1}}))));
  }
}

TEST(WrongFokkerPlanck, AFluxThatDoesNotConserveIsSeenInTheMass) {
  EXPECT_TRUE(passes(mass_is_kept("implicit_euler", long_march(fokker_planck::implicit_euler()))));
  EXPECT_TRUE(passes(mass_is_kept("by its matrix", long_march(MatrixEuler(Leak::none)), 1e-12)));
  EXPECT_TRUE(fails(mass_is_kept("transposed", long_march(MatrixEuler(Leak::transposed)))));
  EXPECT_TRUE(fails(mass_is_kept("open end", long_march(MatrixEuler(Leak::open_end)))));
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
