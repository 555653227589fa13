// Coefficients as data: their order conditions, and what a change of one of them by 1 % does.

#include <gtest/gtest.h>

#include <vector>

#include "kolmo/measure/problems/state_noise.hpp"
#include "kolmo/measure/sde/strong_expansion.hpp"
#include "kolmo/sde/schemes/sra.hpp"
#include "kolmo/sde/schemes/stochastic_runge_kutta.hpp"
#include "sde/schemes/tableau_algebra.hpp"

namespace kolmo::sde {
namespace {

using Noise = std::array<double, SriTable::noises>;
using Drift = std::array<double, SriTable::drifts>;
using test::dot;
using test::for_each_change;
using test::largest;
using test::nonzero;
using test::square;
using test::times;

/// The largest violation of the conditions for strong order 1.5, Rößler (2010), theorem 6.1 with c0 = A0 e
/// and c1 = A1 e.
double violation(const SriTable& s) {
  constexpr Noise one{1, 1, 1, 1};
  constexpr Drift drift_one{1, 1};
  const Noise b = times(s.b1, one), a = times(s.a1, drift_one), bb = times(s.b1, b), b_square = square(b);
  const Drift drift_a = times(s.a0, drift_one), drift_b = times(s.b0, one);
  const Noise a_of_b = times(s.a1, drift_b);
  std::vector<double> defects{dot(s.alpha, drift_one) - 1, dot(s.alpha, drift_a) - 0.5,
                              dot(s.alpha, drift_b) - 1, dot(s.alpha, square(drift_b)) - 1.5,
                              dot(s.beta1, a_of_b) / 2 + dot(s.beta3, a_of_b) / 3};
  // β₁, β₂, β₃, β₄ against e, B1 e, A1 e, (B1 e)², B1 B1 e
  const std::array<Noise, 4> betas{s.beta1, s.beta2, s.beta3, s.beta4};
  const std::array<Noise, 5> vectors{one, b, a, b_square, bb};
  constexpr double expected[4][5] = {{1, 0, 1, 1, 0}, {0, 1, 0, 0, 0}, {0, 0, -1, -1, 0}, {0, 0, 0, 2, 1}};
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t j = 0; j < 5; ++j) defects.push_back(dot(betas[i], vectors[j]) - expected[i][j]);
  }
  for (std::size_t i = 0; i < 2; ++i) defects.push_back(drift_a[i] - s.c0[i]);
  for (std::size_t i = 0; i < 4; ++i) defects.push_back(a[i] - s.c1[i]);
  return largest(defects);
}

TEST(OrderConditions, OfSri1w1Hold) { EXPECT_LT(violation(sri1w1_table), 1e-12); }

TEST(OrderConditions, OfSri1w1SeeEveryCoefficientThatIsOnePerCentOff) {
  SriTable s = sri1w1_table;
  const auto all = nonzero(s.beta1, s.beta2, s.beta3, s.beta4, s.c1, s.alpha, s.c0, s.a0, s.b0, s.a1, s.b1);
  ASSERT_EQ(all.size(), 29u);
  for_each_change(all, [&](std::size_t k) {
    EXPECT_GT(violation(s), 1e-4) << k;
    const StochasticRungeKutta planted(s, sri1w1_claim());
    EXPECT_GT(measure::strong_defect(planted, measure::StateNoise(), 1.5), 2 * measure::strong_defect_allowed)
        << k;
  });
}

/// The same for additive noise, theorem 6.2 there, and order 3 without noise where it is claimed.
double violation(const SraTable& s, double order_time) {
  constexpr SraTable::Row one{1, 1, 1};
  const SraTable::Row a = times(s.a0, one), b = times(s.b0, one);
  std::vector<double> defects{dot(s.alpha, one) - 1,         dot(s.alpha, a) - 0.5, dot(s.alpha, b) - 1,
                              dot(s.alpha, square(b)) - 1.5, dot(s.beta1, one) - 1, dot(s.beta2, one),
                              dot(s.beta1, s.c1) - 1,        dot(s.beta2, s.c1) + 1};
  if (order_time >= 3) {
    defects.push_back(dot(s.alpha, square(a)) - 1.0 / 3);
    defects.push_back(dot(s.alpha, times(s.a0, a)) - 1.0 / 6);
  }
  for (std::size_t i = 0; i < SraTable::stages; ++i) defects.push_back(a[i] - s.c0[i]);
  return largest(defects);
}

struct Additive {
  SraTable table;
  Claim claim;
  std::size_t coefficients;
};

std::vector<Additive> additive() {
  return {{sra1_table, sra1_claim(), 9}, {sra2_table, sra2_claim(), 10}, {sra3_table, sra3_claim(), 14}};
}

TEST(OrderConditions, OfTheSchemesForAdditiveNoiseHold) {
  for (const Additive& scheme : additive()) {
    EXPECT_LT(violation(scheme.table, *scheme.claim.order(Sense::time)), 1e-12) << scheme.claim.name;
  }
}

TEST(OrderConditions, OfTheSchemesForAdditiveNoiseSeeEveryCoefficientThatIsOnePerCentOff) {
  for (auto& [s, claim, coefficients] : additive()) {
    SraTable table = s;
    const auto all = nonzero(table.alpha, table.c0, table.c1, table.beta1, table.beta2, table.a0, table.b0);
    ASSERT_EQ(all.size(), coefficients) << claim.name;
    for_each_change(all, [&](std::size_t k) {
      EXPECT_GT(violation(table, *claim.order(Sense::time)), 1e-4) << claim.name << k;
      EXPECT_GT(measure::strong_defect(Sra(table, claim), measure::Periodic(), 1.5),
                2 * measure::strong_defect_allowed)
          << claim.name << " " << k;
    });
  }
}

}  // namespace
}  // namespace kolmo::sde
