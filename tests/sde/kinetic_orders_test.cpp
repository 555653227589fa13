// Orders of the schemes for Langevin dynamics: of the law at a finite time, of the stationary law, of paths.

#include <gtest/gtest.h>

#include "sde_convergence/langevin_parts.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::sde_convergence {
namespace {

using verify::test::passes;

RunSettings small() {
  RunSettings settings;
  settings.strong.finest_steps = 256;
  settings.strong.refinement = 16;
  settings.strong.particles = settings.strong.judged_as = 512;
  return settings;
}

void expect_passes(const Plan& plan) {
  for (const StudyTask& task : plan.studies) {
    EXPECT_TRUE(passes(check_of(task.run(), "langevin")));
  }
  for (const CheckTask& task : plan.checks) {
    EXPECT_TRUE(passes(task.run()));
  }
}

TEST(LangevinOrders, OfOverdampedDynamicsAreAsClaimed) { expect_passes(overdamped_plan(small())); }

TEST(LangevinOrders, OfUnderdampedDynamicsAreAsClaimed) { expect_passes(underdamped_plan(small())); }

}  // namespace
}  // namespace kolmo::sde_convergence
