#include "sde/deterministic_order.hpp"

#include <gtest/gtest.h>

namespace kolmo::sde {
namespace {

using verify::test::passes;

TEST(DeterministicOrder, IsWhatEverySchemeClaimsWithoutNoise) {
  const test::NoiselessState diagonal;
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(test::Noiseless())) continue;
    ASSERT_TRUE(scheme->claim().order_time.has_value()) << scheme->claim().name;
    EXPECT_TRUE(passes(test::deterministic_order(*scheme)));
    if (!scheme->can_step(diagonal)) continue;
    EXPECT_TRUE(passes(test::deterministic_order(*scheme, diagonal)));
  }
}

TEST(DeterministicOrder, OfTwoRestsOnTheSecondTermOfTheExpansion) {
  const test::NoiselessState diagonal;
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(test::Noiseless())) continue;
    if (*scheme->claim().order_time < 2) continue;
    EXPECT_TRUE(passes(test::deterministic_second_term(*scheme)));
    if (!scheme->can_step(diagonal)) continue;
    EXPECT_TRUE(passes(test::deterministic_second_term(*scheme, diagonal)));
  }
}

}  // namespace
}  // namespace kolmo::sde
