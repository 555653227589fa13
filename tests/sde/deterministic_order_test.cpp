#include "sde_convergence/deterministic_order.hpp"

#include <gtest/gtest.h>

#include "sde_convergence/state_noise.hpp"
#include "sde_convergence/weak_without_sampling.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::sde {
namespace {

using sde_convergence::Noiseless;
using sde_convergence::NoiselessState;
using verify::test::passes;

verify::Check order(const SdeScheme& scheme, const process::Process& process) {
  const auto study =
      sde_convergence::deterministic_study(scheme, sde_convergence::step_counts(8, 256), process);
  return sde_convergence::check_of(study, process.name());
}

TEST(DeterministicOrder, IsWhatEverySchemeClaimsWithoutNoise) {
  const Noiseless scalar;
  const NoiselessState diagonal;
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->claim().order_time) continue;
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
    if (!scheme->claim().order_time || *scheme->claim().order_time < 2) continue;
    for (const process::Process* process :
         {static_cast<const process::Process*>(&scalar), static_cast<const process::Process*>(&diagonal)}) {
      if (!scheme->can_step(*process)) continue;
      EXPECT_TRUE(passes(sde_convergence::deterministic_second_term(*scheme, *process)));
    }
  }
}

}  // namespace
}  // namespace kolmo::sde
