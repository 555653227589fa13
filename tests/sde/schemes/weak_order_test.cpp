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
    if (!scheme->can_step(process) || !test::claimed_weak_order(*scheme, process)) continue;
    EXPECT_TRUE(passes(checks.weak(*scheme)));
  }
}

TEST(WeakOrder, IsWhatEverySchemeClaimsForAdditiveNoise) { expect_claims(test::Periodic()); }

TEST(WeakOrder, IsWhatEverySchemeClaimsForDiagonalNoise) { expect_claims(test::StateNoise()); }

TEST(WeakOrder, IsWhatEverySchemeClaimsForNoiseThatDoesNotCommute) {
  expect_claims(measure::NonCommutativeMatrix());
}

TEST(WeakOrder, OfSraIsTwoForAMatrixThatChangesInTimeAlone) {
  const measure::ChangingMatrix process;
  const SchemeChecks checks(process);
  for (const char* name : {"sra1", "sra2"}) EXPECT_TRUE(passes(checks.weak(scheme(name))));
}

TEST(WeakOrder, OfDriftHeunFallsToOneWhereTheNoiseIsFrozenOverAStep) {
  const test::Periodic process;
  const verify::Check check = SchemeChecks(process).weak_on(scheme("drift_heun"), test::FrozenNoise());
  EXPECT_EQ(check.verdict, verify::Verdict::fail);
  EXPECT_NEAR(check.observed, 1, 0.1);
}

}  // namespace
}  // namespace kolmo::sde
