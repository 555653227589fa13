#include "sde/strong_order.hpp"

#include <gtest/gtest.h>

#include "sde/matrix_processes.hpp"

namespace kolmo::sde {
namespace {

using verify::test::passes;

TEST(StrongOrder, IsWhatEverySchemeClaimsForAdditiveNoise) {
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(test::Periodic()) || !scheme->claim().order_strong_additive) continue;
    EXPECT_TRUE(passes(test::strong_order(*scheme)));
  }
}

TEST(StrongOrder, IsWhatEverySchemeClaimsForDiagonalNoise) {
  const test::StateNoise process;
  const Points finest = test::ends(scheme("platen"), process, test::reference_particles)[0];
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(process) || !scheme->claim().order_strong_commutative) continue;
    for (const verify::Check& check : test::strong_orders(*scheme, process, finest)) {
      EXPECT_TRUE(passes(check));
    }
  }
}

// In the plane the mixed derivatives of the drift meet products of different noises.
TEST(StrongOrder, IsWhatEverySchemeClaimsForDiagonalNoiseInThePlane) {
  const test::PlaneNoise process;
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(process) || !scheme->claim().order_strong_commutative) continue;
    EXPECT_TRUE(passes(test::strong_order(*scheme, process)));
  }
}

// Three Brownian motions enter the curvature of the drift in products of ΔZ_k.
TEST(StrongOrder, OfOneAndAHalfHoldsForAConstantMatrix) {
  const test::ConstantNoise process;
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(process) || scheme->claim().order_strong_additive != 1.5) continue;
    EXPECT_TRUE(passes(test::strong_order(*scheme, process)));
  }
}

// f = −x³ grows too fast for explicit schemes, which have no order there.
TEST(StrongOrder, OfTamedAndImplicitSchemesHoldsForADriftThatGrowsFasterThanLinearly) {
  for (const char* name : {"tamed_euler", "drift_implicit_euler", "drift_implicit_trapezoid"}) {
    const verify::Check check = test::strong_order(scheme(name), test::Cubic());
    EXPECT_NEAR(check.observed, 1, 0.1) << check.id;
  }
}

// Claims for noise that a scheme does not accept would be untested.
TEST(StrongOrder, IsNotClaimedForNoiseThatTheSchemeDoesNotAccept) {
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->accepts(process::NoiseKind::general)) {
      EXPECT_FALSE(scheme->claim().order_strong_general.has_value()) << scheme->claim().name;
    }
    if (scheme->accepts(process::NoiseKind::diagonal)) continue;
    EXPECT_FALSE(scheme->claim().order_strong_commutative.has_value()) << scheme->claim().name;
    EXPECT_FALSE(scheme->claim().order_weak_general.has_value()) << scheme->claim().name;
  }
}

}  // namespace
}  // namespace kolmo::sde
