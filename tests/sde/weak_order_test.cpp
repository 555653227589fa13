#include "sde/weak_order.hpp"

#include <gtest/gtest.h>

namespace kolmo::sde {
namespace {

using verify::test::passes;

TEST(WeakOrder, IsWhatEverySchemeClaimsForAdditiveNoise) {
  const test::Periodic process;
  const Eigen::ArrayXd exact = test::exact_expectation(process);
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(process)) continue;
    ASSERT_TRUE(scheme->claim().order_weak_additive.has_value()) << scheme->claim().name;
    EXPECT_TRUE(passes(test::weak_order(*scheme, process, exact)));
  }
}

TEST(WeakOrder, IsWhatEverySchemeClaimsForDiagonalNoise) {
  const test::StateNoise process;
  const Eigen::ArrayXd exact = test::exact_expectation(process);
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(process)) continue;
    ASSERT_TRUE(scheme->claim().order_weak_general.has_value()) << scheme->claim().name;
    EXPECT_TRUE(passes(test::weak_order(*scheme, process, exact)));
  }
}

TEST(WeakOrder, OfDriftHeunFallsToOneWhereTheNoiseIsFrozenOverAStep) {
  const Eigen::ArrayXd exact = test::exact_expectation(test::Periodic());
  EXPECT_NEAR(test::observed_weak_order(scheme("drift_heun"), test::FrozenNoise(), exact), 1, 0.1);
}

// The term of h^{5/2} in a step of SRI1W1: its slope tends to 1.5, not to the 2 that schemes with ΔZ are
// often said to have.
TEST(WeakOrder, OfSri1w1OnDiagonalNoiseStaysBelowTwoAtFineSteps) {
  const test::StateNoise process;
  const double order =
      test::observed_weak_order(scheme("sri1w1"), process, test::exact_expectation(process), 128);
  RecordProperty("sri1w1_fine", std::to_string(order));
  EXPECT_NEAR(order, 1.5, 0.05);
}

}  // namespace
}  // namespace kolmo::sde
