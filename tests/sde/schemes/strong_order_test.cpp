#include <gtest/gtest.h>

#include "kolmo/measure/problems/matrix_processes.hpp"
#include "sde/schemes/scheme_checks.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

using test::SchemeChecks;
using verify::test::passes;

void expect_claims(const process::Process& process) {
  const SchemeChecks checks(process);
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(process) || !test::claimed_strong_order(*scheme, process)) continue;
    EXPECT_TRUE(passes(checks.strong(*scheme)));
  }
}

TEST(StrongOrder, IsWhatEverySchemeClaimsForAdditiveNoise) { expect_claims(test::Periodic()); }

TEST(StrongOrder, IsWhatEverySchemeClaimsForDiagonalNoise) { expect_claims(test::StateNoise()); }

// In the plane the mixed derivatives of the drift meet products of different noises.
TEST(StrongOrder, IsWhatEverySchemeClaimsForDiagonalNoiseInThePlane) { expect_claims(test::PlaneNoise()); }

TEST(StrongOrder, IsWhatEverySchemeClaimsForCommutativeNoise) { expect_claims(measure::CommutativeMatrix()); }

// The off-diagonal derivatives of G meet the one noise twice. (Weak orders of a scheme are its strong ones
// here at least: |E φ(X) − E φ(Y)| ≤ Lip φ E|X − Y|.)
TEST(StrongOrder, IsWhatEverySchemeClaimsForOneBrownianMotionInThePlane) {
  ASSERT_TRUE(scheme("sri1w1").can_step(measure::OneMotionMatrix()));
  ASSERT_FALSE(scheme("sri1w1").can_step(measure::CommutativeMatrix()));
  expect_claims(measure::OneMotionMatrix());
}

TEST(StrongOrder, IsWhatEverySchemeClaimsForAMatrixThatChangesInTimeAlone) {
  ASSERT_TRUE(scheme("sra1").can_step(measure::ChangingMatrix()));
  expect_claims(measure::ChangingMatrix());
}

TEST(StrongOrder, IsWhatEverySchemeClaimsForNoiseThatDoesNotCommute) {
  expect_claims(measure::NonCommutativeMatrix());
}

// Claims for noise that a scheme does not accept would be untested.
TEST(StrongOrder, IsNotClaimedForNoiseThatTheSchemeDoesNotAccept) {
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->accepts(process::NoiseKind::general)) {
      EXPECT_FALSE(scheme->claim().order(Sense::strong, Context::general).has_value())
          << scheme->claim().name;
    }
    if (scheme->accepts(process::NoiseKind::diagonal)) continue;
    EXPECT_FALSE(scheme->claim().order(Sense::strong, Context::commutative).has_value())
        << scheme->claim().name;
    EXPECT_FALSE(scheme->claim().order(Sense::weak, Context::general).has_value()) << scheme->claim().name;
  }
}

}  // namespace
}  // namespace kolmo::sde
