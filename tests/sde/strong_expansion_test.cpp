// One step, coefficient by coefficient: this sees what a measured slope does not.

#include "sde/strong_expansion.hpp"

#include <gtest/gtest.h>

#include "kolmo/sde/milstein.hpp"

namespace kolmo::sde {
namespace {

using test::Periodic;
using test::StateNoise;
using test::strong_defect;
using test::strong_defect_allowed;

TEST(StrongExpansion, OfOneStepMatchesUpToTheStrongOrder) {
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(Periodic()) || !scheme->claim().order_strong_additive) continue;
    EXPECT_LT(strong_defect(*scheme, Periodic(), *scheme->claim().order_strong_additive),
              strong_defect_allowed)
        << scheme->claim().name << " additive";
    if (!scheme->can_step(StateNoise()) || !scheme->claim().order_strong_commutative) continue;
    EXPECT_LT(strong_defect(*scheme, StateNoise(), *scheme->claim().order_strong_commutative),
              strong_defect_allowed)
        << scheme->claim().name << " diagonal";
  }
}

// Two-sided: half an order more is not there.
TEST(StrongExpansion, OfOneStepMissesTheTermsOfAHigherOrder) {
  for (const SdeScheme* scheme : schemes()) {
    if (!scheme->can_step(StateNoise()) || !scheme->claim().order_strong_commutative) continue;
    const double order = *scheme->claim().order_strong_commutative;
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
