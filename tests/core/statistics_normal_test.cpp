#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/statistics/normal.hpp"

namespace kolmo {
namespace {

// Abramowitz and Stegun, table 26.1, and the tail by its own expansion: φ(z)/z (1 − 1/z² + 3/z⁴ − …).
TEST(Normal, HasItsValuesAndItsTails) {
  EXPECT_EQ(normal_cdf(0), 0.5);
  EXPECT_NEAR(normal_cdf(1), 0.841344746068543, 1e-15);
  EXPECT_NEAR(normal_cdf(-1.96) / 0.0249978951482204, 1, 1e-13);
  const double z = 30, phi = std::exp(-z * z / 2) / std::sqrt(2 * M_PI);
  const double series = phi / z * (1 - 1 / (z * z) + 3 / std::pow(z, 4) - 15 / std::pow(z, 6));
  EXPECT_NEAR(normal_upper_tail(z) / series, 1, 2e-10);  // the next term is 105/z⁸
}

TEST(Normal, TheQuantileTurnsTheTailRound) {
  for (const double tail : {0.4, 0.025, 1e-9, 1e-200}) {
    EXPECT_NEAR(normal_upper_tail(normal_upper_quantile(tail)) / tail, 1, 1e-11) << tail;
  }
}

template <int points>
double integral_of_power(int k) {
  const GaussLegendre<points> rule;
  double sum = 0;
  for (std::size_t i = 0; i < rule.half; ++i) {
    sum += rule.weights[i] * (std::pow(rule.nodes[i], k) + std::pow(-rule.nodes[i], k));
  }
  return sum;
}

TEST(GaussLegendre, IsExactToItsDegreeAndNoFurther) {
  for (const int k : {0, 2, 4, 6}) EXPECT_NEAR(integral_of_power<4>(k), 2.0 / (k + 1), 1e-15) << k;
  EXPECT_GT(std::abs(integral_of_power<4>(8) - 2.0 / 9), 1e-3);
  for (const int k : {0, 8, 18}) EXPECT_NEAR(integral_of_power<10>(k), 2.0 / (k + 1), 1e-15) << k;
  EXPECT_GT(std::abs(integral_of_power<10>(20) - 2.0 / 21), 1e-7);
  const GaussLegendre<10> rule;
  EXPECT_LT(rule.nodes.front(), rule.nodes.back());
}

}  // namespace
}  // namespace kolmo
