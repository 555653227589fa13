// Wrong claims, a force with the wrong sign and a wrong temperature in the kinetic equation, through the
// study functions of measure.

#include <gtest/gtest.h>

#include <cmath>

#include "fokker_planck/kinetic/kinetic_problems.hpp"
#include "kolmo/measure/fokker_planck/kinetic_autocorrelation.hpp"
#include "kolmo/measure/fokker_planck/kinetic_orders.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using namespace measure;
using fokker_planck::kinetic_transport;
using fokker_planck::KineticTransport;
using verify::OrderStudy;
using verify::test::fails;
using verify::test::passes;

constexpr Index levels = 5;

verify::Check check_of(OrderStudy study, double change = 0) {
  study.claimed += change;
  return verify::check_of(study, "wrong");
}

TEST(WrongKinetic, AClaimHalfAnOrderOffFails) {
  const auto process = kinetic_well().process();
  for (const KineticTransport& transport : fokker_planck::kinetic_transports()) {
    for (const OrderStudy& study :
         {kinetic_joint_study(process, transport, levels), kinetic_time_study(process, transport),
          transport_study(transport, levels)}) {
      EXPECT_TRUE(passes(check_of(study)));
      for (const double change : {-0.5, 0.5}) EXPECT_TRUE(fails(check_of(study, change)));
    }
  }
}

process::UnderdampedLangevin wrong_force() {
  const HarmonicWell well = kinetic_well();
  return {std::make_shared<fokker_planck::testing::Negated>(kinetic_structure(well.process())->potential),
          well.friction, well.temperature};
}

// √(2γT) in the place of γT.
process::UnderdampedLangevin wrong_temperature() {
  HarmonicWell well = kinetic_well();
  well.temperature = std::sqrt(2 * well.friction * well.temperature) / well.friction;
  return well.process();
}

TEST(WrongKinetic, AForceWithTheWrongSignAndAWrongTemperatureFail) {
  const KineticTransport& transport = kinetic_transport("shift_5");
  for (const auto& process : {wrong_force(), wrong_temperature()}) {
    EXPECT_TRUE(fails(check_of(kinetic_joint_study(process, transport, levels))));
    EXPECT_TRUE(fails(check_of(kinetic_space_study(process, transport, levels))));
  }
}

TEST(WrongKinetic, AWrongFrictionFailsTheAutocorrelation) {
  const HarmonicWell well{1, 2, 1};
  HarmonicWell wrong = well;
  wrong.friction *= 1.0001;
  const auto check = [&](const process::Process& process) {
    return autocorrelation_check(extrapolated_autocorrelation(process, well, kinetic_transport("shift_5")),
                                 well);
  };
  EXPECT_TRUE(passes(check(well.process())));
  EXPECT_TRUE(fails(check(wrong.process())));
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
