// Mistakes in Fourier solvers, each seen by a check that passes the right one.

#include <gtest/gtest.h>

#include "fokker_planck/spectral/fourier_checks.hpp"
#include "kolmo/fokker_planck/spectral/exponential_runge_kutta.hpp"
#include "kolmo/fokker_planck/spectral/imex_runge_kutta.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using namespace fokker_planck;
using namespace fokker_planck::testing;
using verify::test::fails;
using verify::test::passes;

TEST(WrongSpectral, ProductsThatFallBackOnKeptModesAreSeen) {
  for (const Index nodes : {24, 25, 26}) {
    EXPECT_TRUE(passes(galerkin_defect(Dealiasing::two_thirds, nodes)));
    EXPECT_TRUE(fails(galerkin_defect(Dealiasing::none, nodes)));
  }
}

verify::Check exponential_order(const ExponentialTable& table) {
  return order_on_the_bent_ring(std::make_shared<ExponentialRungeKutta>(etdrk4().claim(), table));
}

// Every weight of every φ function, 2 % too large.
TEST(WrongSpectral, EveryWrongWeightOfAPhiFunctionIsSeenInTheOrder) {
  EXPECT_TRUE(passes(exponential_order(etdrk4_table())));
  ExponentialTable table = etdrk4_table();
  Index planted = 0;
  for (auto& row : table.a) {
    for (PhiSum& sum : row) {
      for (PhiTerm& term : sum) {
        const double right = term.weight;
        term.weight *= 1.02;
        EXPECT_TRUE(fails(exponential_order(table))) << "weight " << planted;
        term.weight = right;
        ++planted;
      }
    }
  }
  EXPECT_EQ(planted, 14);
}

TEST(WrongSpectral, AWrongPhiFunctionIsSeenInTheOrder) {
  ExponentialTable table = etdrk4_table();
  table.a[4][0][2].k = 2;  // φ₂ for φ₃ in the first weight
  EXPECT_TRUE(fails(exponential_order(table)));
  table = etdrk4_table();
  table.a[3][0][1].scale = 1;  // φ₁(z) for φ₁(z/2): the stage's start counts as nothing
  EXPECT_TRUE(fails(exponential_order(table)));
}

verify::Check imex_order(const ImexRungeKutta& right, const ImexTable& table) {
  return order_on_the_bent_ring(std::make_shared<ImexRungeKutta>(right.claim(), table));
}

// Each entry a tenth too large; in the last row, which has to sum to 1, at the cost of its neighbour.
void plant_everywhere(const ImexRungeKutta& right, const ImexTable& table,
                      std::vector<std::vector<double>>& part) {
  for (std::size_t i = 1; i < part.size(); ++i) {
    const bool last = i + 1 == part.size();
    for (std::size_t j = 0; j < part[i].size(); ++j) {
      const std::vector<double> row = part[i];
      if (row[j] == 0) continue;
      part[i][j] += 0.1 * row[j];
      if (last) part[i][j > 0 ? j - 1 : j + 1] -= 0.1 * row[j];
      EXPECT_TRUE(fails(imex_order(right, table))) << right.claim().name << ", entry " << i << ", " << j;
      part[i] = row;
    }
  }
}

TEST(WrongSpectral, EveryWrongEntryOfAnImplicitExplicitTableIsSeenInTheOrder) {
  for (const auto& [right, table] :
       {std::pair{ars_222(), ars_222_table()}, std::pair{ars_443(), ars_443_table()}}) {
    EXPECT_TRUE(passes(imex_order(right, table)));
    ImexTable wrong = table;
    plant_everywhere(right, wrong, wrong.explicit_part);
    plant_everywhere(right, wrong, wrong.implicit_part);
  }
}

// The studies of measure, which all of its spectral methods pass.

verify::Check check_of(const verify::OrderStudy& study) { return verify::check_of(study, "wrong"); }

verify::Check time_order(const measure::SpectralMethod& method, double change = 0) {
  measure::SpectralMethod claiming = method;
  claiming.claim.orders.shift(Sense::time, change);
  return check_of(spectral_time_study(claiming, 320));
}

TEST(WrongSpectral, AClaimHalfAnOrderOffFailsInTime) {
  for (const auto& method : measure::spectral_methods()) {
    EXPECT_TRUE(passes(time_order(method)));
    EXPECT_TRUE(fails(time_order(method, 0.5)));
    EXPECT_TRUE(fails(time_order(method, -0.5)));
  }
}

TEST(WrongSpectral, AWrongPhiFunctionFailsTheExperimentsStudy) {
  ExponentialTable table = etdrk4_table();
  table.a[3][0][1].scale = 1;  // φ₁(z) for φ₁(z/2): the stage's start counts as nothing
  const Claim claim = fourier_claim(etdrk4());
  EXPECT_TRUE(fails(time_order({claim, std::make_shared<ExponentialRungeKutta>(etdrk4().claim(), table)})));
}

// A power of any order gains the same from each doubling.
TEST(WrongSpectral, APowerOfTheNumberOfNodesIsSeen) {
  using measure::beyond_every_power;
  using measure::mixture_ladder;
  EXPECT_TRUE(passes(beyond_every_power(mixture_ladder(), 2, 1e-12, "right")));
  for (const double order : {2.0, 8.0, 20.0}) {
    measure::SpectralLadder power{{8, 16, 32, 64}, {}};
    for (const Index n : power.sizes) power.errors.push_back(std::pow(8.0 / static_cast<double>(n), order));
    EXPECT_TRUE(fails(beyond_every_power(power, 2, 0, "order " + std::to_string(order))));
  }
  EXPECT_TRUE(fails(beyond_every_power({{8, 16}, {1, 1e-9}}, 2, 1e-12, "one doubling")));
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
