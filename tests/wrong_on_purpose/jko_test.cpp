// Classical mistakes in JKO steps, each seen by a check that passes the right one.

#include <gtest/gtest.h>

#include <string>

#include "jko/double_well_table.hpp"
#include "jko/energy_checks.hpp"
#include "jko/gaussian_checks.hpp"
#include "kolmo/jko/quantile_step.hpp"
#include "wrong_on_purpose/planted_jko.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using namespace jko::test;
using jko::FreeEnergy;
using verify::test::fails;
using verify::test::passes;

/// Mean, deviation, free energy and W2² after `count` steps against the closed form.
std::array<verify::Check, 4> after(int count, jko::JkoStep& step, const jko::Energy& energy) {
  const std::string id = "/" + step.claim().name + "/" + std::to_string(count) + " steps";
  return closed_form(gaussian_errors(step, energy, 2000, count, 0.01), id);
}

TEST(WrongJko, TheRightStepPassesEveryCheck) {
  jko::QuantileStep quantile;
  WeightedDistance weighted(1);
  for (jko::JkoStep* step : {static_cast<jko::JkoStep*>(&quantile), static_cast<jko::JkoStep*>(&weighted)}) {
    for (const int count : {1, 20}) {
      for (const verify::Check& check : after(count, *step, gaussian_energy())) EXPECT_TRUE(passes(check));
    }
  }
  EXPECT_TRUE(passes(order_in_tau({quantile.claim(), [] { return std::make_unique<WeightedDistance>(1); }})));
  EXPECT_TRUE(passes(extrapolated_table(double_well_energy())));
  for (const verify::Check& check : derivatives(ScaledDerivatives(double_well_energy(), 1, 1))) {
    EXPECT_TRUE(passes(check));
  }
}

TEST(WrongJko, AMissingHalfOfTheDistanceIsSeen) {
  for (const double factor : {2.0, 0.5, 1.01}) {  // W2²/τ, W2²/(4τ), and 1 % off
    WeightedDistance wrong(factor);
    for (const int count : {1, 20}) {
      for (const verify::Check& check : after(count, wrong, gaussian_energy())) EXPECT_TRUE(fails(check));
    }
    const verify::Check order =
        order_in_tau({wrong.claim(), [factor] { return std::make_unique<WeightedDistance>(factor); }});
    EXPECT_TRUE(fails(order)) << factor;
  }
}

TEST(WrongJko, AMissingEntropyWeightIsSeen) {
  jko::QuantileStep step;
  const FreeEnergy wrong(std::make_shared<jko::Quadratic>(1, 0), 0.5);
  const auto [mean, deviation, energy, distance] = after(20, step, wrong);
  EXPECT_TRUE(passes(mean));  // the entropy moves no mean
  EXPECT_TRUE(fails(deviation));
  EXPECT_TRUE(fails(energy));
  EXPECT_TRUE(fails(distance));
  EXPECT_TRUE(fails(extrapolated_table(FreeEnergy(std::make_shared<jko::DoubleWell>(), 0.25))));
}

TEST(WrongJko, APotentialTwoPercentOffIsSeen) {
  jko::QuantileStep step;
  const FreeEnergy wrong(std::make_shared<jko::Quadratic>(1.02, 0), 1);
  for (const verify::Check& check : after(20, step, wrong)) EXPECT_TRUE(fails(check));
  EXPECT_TRUE(fails(extrapolated_table(FreeEnergy(std::make_shared<jko::DoubleWell>(1.02), 0.5))));
}

TEST(WrongJko, DerivativesThatDoNotBelongToTheEnergyAreSeen) {
  const FreeEnergy right = double_well_energy();
  EXPECT_TRUE(fails(derivatives(ScaledDerivatives(right, 0.5, 1))[0]));
  EXPECT_TRUE(fails(derivatives(ScaledDerivatives(right, 1, 0.5))[1]));
}

TEST(WrongJko, AClaimHalfTooHighOrHalfTooLowIsSeen) {
  for (const double change : {-0.5, 0.5}) {
    jko::StepEntry wrong = jko::find_step("quantile");
    wrong.claim.orders.shift(Sense::time, change);
    wrong.claim.orders.shift(Sense::space, change);
    EXPECT_TRUE(fails(order_in_tau(wrong)));
    for (const verify::Check& check : order_in_cells(wrong, false)) EXPECT_TRUE(fails(check));
  }
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
