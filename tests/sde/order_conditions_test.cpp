// Coefficients as data: their order conditions, and what a change of one of them by 1 % does.

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "kolmo/sde/stochastic_runge_kutta.hpp"
#include "sde/strong_expansion.hpp"

namespace kolmo::sde {
namespace {

using Noise = std::array<double, SriTable::noises>;
using Drift = std::array<double, SriTable::drifts>;

template <std::size_t n>
double dot(const std::array<double, n>& a, const std::array<double, n>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

template <std::size_t rows, std::size_t columns>
std::array<double, rows> times(const std::array<std::array<double, columns>, rows>& matrix,
                               const std::array<double, columns>& v) {
  std::array<double, rows> out{};
  for (std::size_t i = 0; i < rows; ++i) out[i] = dot(matrix[i], v);
  return out;
}

template <std::size_t n>
std::array<double, n> square(std::array<double, n> v) {
  for (double& a : v) a *= a;
  return v;
}

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
  double worst = 0;
  for (double defect : defects) worst = std::max(worst, std::abs(defect));
  return worst;
}

/// Every coefficient that is not zero.
std::vector<double*> coefficients(SriTable& s) {
  std::vector<double*> all;
  const auto add = [&](auto& values) {
    for (double& value : values) {
      if (value != 0) all.push_back(&value);
    }
  };
  for (auto* vector : {&s.beta1, &s.beta2, &s.beta3, &s.beta4, &s.c1}) add(*vector);
  for (auto* vector : {&s.alpha, &s.c0}) add(*vector);
  for (auto& row : s.a0) add(row);
  for (auto& row : s.b0) add(row);
  for (auto& row : s.a1) add(row);
  for (auto& row : s.b1) add(row);
  return all;
}

TEST(OrderConditions, OfSri1w1Hold) { EXPECT_LT(violation(sri1w1_table), 1e-12); }

TEST(OrderConditions, SeeEveryCoefficientThatIsOnePerCentOff) {
  SriTable table = sri1w1_table;
  const std::vector<double*> all = coefficients(table);
  ASSERT_EQ(all.size(), 29u);
  for (std::size_t k = 0; k < all.size(); ++k) {
    const double right = *all[k];
    *all[k] = 1.01 * right;
    EXPECT_GT(violation(table), 1e-4) << k;
    const StochasticRungeKutta planted(table, sri1w1_claim());
    const double defect = test::strong_defect(planted, test::StateNoise(), 1.5);
    EXPECT_GT(defect, 2 * test::strong_defect_allowed) << k;
    *all[k] = right;
  }
}

}  // namespace
}  // namespace kolmo::sde
