// One step, coefficient by coefficient: this sees what a measured slope does not.

#include "kolmo/measure/sde/strong_expansion.hpp"

#include <gtest/gtest.h>

#include "kolmo/measure/problems/state_noise.hpp"
#include "kolmo/measure/sde/claimed_orders.hpp"
#include "kolmo/sde/schemes/milstein.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::sde {
namespace {

using measure::Periodic;
using measure::StateNoise;
using measure::strong_defect;
using measure::strong_defect_allowed;
using verify::test::passes;

TEST(StrongExpansion, OfOneStepMatchesUpToTheStrongOrder) {
  const Periodic additive;
  const StateNoise diagonal;
  for (const SdeScheme* scheme : schemes()) {
    for (const measure::Smooth* smooth :
         {static_cast<const measure::Smooth*>(&additive), static_cast<const measure::Smooth*>(&diagonal)}) {
      const process::Process& process = smooth->process();
      if (!scheme->can_step(process) || !measure::claimed_strong_order(*scheme, process)) continue;
      EXPECT_TRUE(passes(measure::strong_expansion_check(*scheme, *smooth)));
    }
  }
}

// Two-sided: half an order more is not there.
TEST(StrongExpansion, OfOneStepMissesTheTermsOfAHigherOrder) {
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(StateNoise()) || !scheme->claim().order(Sense::strong, Context::commutative))
      continue;
    const double order = *scheme->claim().order(Sense::strong, Context::commutative);
    if (order >= 1.5) continue;  // the expansion has no more terms
    EXPECT_GT(strong_defect(*scheme, StateNoise(), order + 0.5), 10 * strong_defect_allowed)
        << scheme->claim().name;
  }
}

/// Milstein's scheme with c for ½ (ΔW² − h), and b times its drift.
class PlantedMilstein final : public Milstein {
 public:
  PlantedMilstein(double b, double c) : b_(b), c_(c) {}
  void step(const process::Process& process, double t, double h, Block x, Increment& increment,
            Workspace& workspace) const override {
    const Points start = x;
    Milstein::step(process, t, h, x, increment, workspace);
    const Block f = workspace.block(0, x.rows()), g = workspace.block(1, x.rows());
    const Block g_x = workspace.block(2, x.rows());
    x += (b_ - 1) * h * f + (c_ - 0.5) * h * g * g_x * (increment.materialise().square() - 1);
  }

 private:
  double b_, c_;
};

TEST(StrongExpansion, SeesACoefficientThatIsOnePerCentOff) {
  EXPECT_LT(strong_defect(PlantedMilstein(1, 0.5), StateNoise(), 1), strong_defect_allowed);
  EXPECT_GT(strong_defect(PlantedMilstein(1, 0.505), StateNoise(), 1), 2 * strong_defect_allowed);
  EXPECT_GT(strong_defect(PlantedMilstein(1.01, 0.5), StateNoise(), 1), 2 * strong_defect_allowed);
}

}  // namespace
}  // namespace kolmo::sde
