// Weak and deterministic orders without sampling.

#include "sde/weak_order.hpp"

#include <gtest/gtest.h>

#include "sde/deterministic_order.hpp"

namespace kolmo::sde {
namespace {

using verify::test::passes;

TEST(WeakOrder, IsWhatEverySchemeClaimsForAdditiveNoise) {
  const test::Periodic process;
  const Eigen::ArrayXd exact = test::exact_expectation(process);
  for (const SdeScheme* scheme : schemes()) {
    ASSERT_TRUE(scheme->claim().order_weak_additive.has_value()) << scheme->claim().name;
    EXPECT_TRUE(passes(test::weak_order(*scheme, process, exact)));
  }
}

TEST(WeakOrder, OfDriftHeunFallsToOneWhereTheNoiseIsFrozenOverAStep) {
  const Eigen::ArrayXd exact = test::exact_expectation(test::Periodic());
  const verify::Check check = test::weak_order(scheme("drift_heun"), test::FrozenNoise(), exact);
  EXPECT_NEAR(check.observed, 1, 0.1);
}

TEST(DeterministicOrder, IsWhatEverySchemeClaimsWithoutNoise) {
  for (const SdeScheme* scheme : schemes()) {
    ASSERT_TRUE(scheme->claim().order_time.has_value()) << scheme->claim().name;
    EXPECT_TRUE(passes(test::deterministic_order(*scheme)));
  }
}

}  // namespace
}  // namespace kolmo::sde
