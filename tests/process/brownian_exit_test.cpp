#include "kolmo/process/exit/brownian_exit.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace kolmo::process {
namespace {

// E τ = ∫ P(τ > t) dt = 1: Simpson's rule on [0, 20], beyond which e^{−π²·20/8} is left.
TEST(BrownianExit, TheMeanTimeIsOne) {
  const int n = 40000;
  const double h = 20.0 / n;
  double sum = 0;
  for (int i = 0; i <= n; ++i) sum += (i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2) * brownian_survival(i * h);
  EXPECT_NEAR(sum * h / 3, 1, 1e-9);
}

// Images below t = 0.1, the series above: both are the same function.
TEST(BrownianExit, ImagesAndSeriesMeet) {
  const double below = std::nextafter(0.1, 0.0);
  EXPECT_NEAR(brownian_survival(below), brownian_survival(0.1), 1e-14);
  EXPECT_NEAR(brownian_exit_density(below), brownian_exit_density(0.1), 1e-13);
}

// Differences with a step of 1e−3: their error is h⁴/30 of the fifth derivative of P(τ > t), below 1e−8.
TEST(BrownianExit, TheDensityIsTheSlopeOfTheSurvival) {
  for (const double t : {0.3, 0.7, 2.0}) {
    const double h = 1e-3;
    const double slope = (8 * (brownian_survival(t + h) - brownian_survival(t - h)) -
                          (brownian_survival(t + 2 * h) - brownian_survival(t - 2 * h))) /
                         (12 * h);
    EXPECT_NEAR(-slope, brownian_exit_density(t), 1e-8) << t;
  }
}

TEST(BrownianExit, NobodyHasLeftAtTheStart) {
  EXPECT_EQ(brownian_survival(0), 1);
  EXPECT_EQ(brownian_exit_density(0), 0);
  EXPECT_NEAR(brownian_exit_law().cdf(0.5), 1 - brownian_survival(0.5), 2e-7);
}

}  // namespace
}  // namespace kolmo::process
