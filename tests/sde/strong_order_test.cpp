#include "sde/strong_order.hpp"

#include <gtest/gtest.h>

namespace kolmo::sde {
namespace {

TEST(StrongOrder, IsWhatEverySchemeClaimsForAdditiveNoise) {
  for (const SdeScheme* scheme : schemes()) {
    ASSERT_TRUE(scheme->claim().order_strong_additive.has_value()) << scheme->claim().name;
    EXPECT_TRUE(verify::test::passes(test::strong_order(*scheme)));
  }
}

// Claims for noise that depends on the state would be untested: nothing accepts such a process.
TEST(StrongOrder, IsNotClaimedForNoiseThatNoSchemeAccepts) {
  for (const SdeScheme* scheme : schemes()) {
    if (scheme->accepts(process::NoiseKind::diagonal)) continue;
    EXPECT_FALSE(scheme->claim().order_strong_general.has_value()) << scheme->claim().name;
    EXPECT_FALSE(scheme->claim().order_strong_commutative.has_value()) << scheme->claim().name;
    EXPECT_FALSE(scheme->claim().order_weak_general.has_value()) << scheme->claim().name;
  }
}

}  // namespace
}  // namespace kolmo::sde
