#include "sde/one_step.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace kolmo::sde {
namespace {

using test::Periodic;
using verify::test::passes;

TEST(OneStep, MomentsMatchTheExpansionUpToTheWeakOrder) {
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(Periodic())) continue;
    ASSERT_TRUE(scheme->claim().order_weak_additive.has_value()) << scheme->claim().name;
    EXPECT_TRUE(passes(test::one_step_expansion(*scheme)));
    if (!scheme->can_step(test::StateNoise())) continue;
    ASSERT_TRUE(scheme->claim().order_weak_general.has_value()) << scheme->claim().name;
    EXPECT_TRUE(passes(test::one_step_expansion(*scheme, test::StateNoise())));
  }
}

// Orders alone would let the drift be taken anywhere in the step.
TEST(OneStep, OfEulerMaruyamaIsItsFormula) {
  const Periodic process;
  const double t = 0.3, h = 0.1, x = 0.4, xi = -0.7;
  const Points y = test::stepped(scheme("euler_maruyama"), process, t, h, Points::Constant(1, 1, x), xi);
  EXPECT_DOUBLE_EQ(y(0, 0), x + h * process.f(t, x) + std::sqrt(process.noise_variance(t, t + h)) * xi);
}

// Two-sided: the next term of the expansion is missed somewhere, so that the claim is not too low either.
TEST(OneStep, NextTermOfTheExpansionIsMissed) {
  const Periodic process;
  const double h = 1e-3;
  const SdeScheme& euler = scheme("euler_maruyama");
  double worst = 0;
  for (double x : {-2.0, -0.7, 0.4, 1.5, 2.8}) {
    const auto exact = test::expansion(process, 0.3, x);
    const double mean = test::moment(euler, process, 0.3, h, x, 1);
    worst = std::max(worst, std::abs(mean - exact[0][0] * h - exact[0][1] * h * h));
  }
  EXPECT_GT(worst, 0.1 * h * h);
}

}  // namespace
}  // namespace kolmo::sde
