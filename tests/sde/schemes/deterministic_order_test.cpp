#include "kolmo/measure/sde/deterministic_order.hpp"

#include <gtest/gtest.h>

#include "kolmo/measure/problems/state_noise.hpp"
#include "kolmo/measure/sde/weak_without_sampling.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::sde {
namespace {

using measure::Noiseless;
using measure::NoiselessState;
using verify::test::passes;

verify::Check order(const SdeScheme& scheme, const process::Process& process) {
  const auto study = measure::deterministic_study(scheme, measure::step_counts(8, 256), process);
  return verify::check_of(study, process.name());
}

TEST(DeterministicOrder, IsWhatEverySchemeClaimsWithoutNoise) {
  const Noiseless scalar;
  const NoiselessState diagonal;
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->claim().order(Sense::time)) continue;
    if (scheme->can_step(scalar)) {
      EXPECT_TRUE(passes(order(*scheme, scalar)));
    }
    if (scheme->can_step(diagonal)) {
      EXPECT_TRUE(passes(order(*scheme, diagonal)));
    }
  }
}

TEST(DeterministicOrder, OfTwoRestsOnTheSecondTermOfTheExpansion) {
  const Noiseless scalar;
  const NoiselessState diagonal;
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->claim().order(Sense::time) || *scheme->claim().order(Sense::time) < 2) continue;
    for (const process::Process* process :
         {static_cast<const process::Process*>(&scalar), static_cast<const process::Process*>(&diagonal)}) {
      if (!scheme->can_step(*process)) continue;
      EXPECT_TRUE(passes(measure::deterministic_second_term(*scheme, *process)));
    }
  }
}

}  // namespace
}  // namespace kolmo::sde
