// What order a road is said to have in the file.

#include <gtest/gtest.h>

#include "experiments/under_test.hpp"
#include "four_roads/experiment.hpp"
#include "four_roads/roads.hpp"

namespace kolmo::four_roads {
namespace {

/// The order in the time step that the grid road claims for an Ornstein–Uhlenbeck process from such a start.
double order_in_step(const std::string& stepper, const std::string& means, const std::string& domain) {
  const std::string p = "problem.mine.";
  const io::Configuration configuration = frame::test::configured(
      experiment(),
      {p + "process.type=\"ornstein_uhlenbeck\"", p + "times=[0.5]", p + "initial.weights=[1]",
       p + "initial.deviations=[0.6]", p + "initial.means=" + means, p + "domain=" + domain,
       p + "fokker_planck.stepper=\"" + stepper + "\"", p + "fokker_planck.cells=64",
       p + "fokker_planck.steps=32"},
      "quick");
  const Problem problem = make_problem(configuration, "mine");
  const RunSettings settings = run_settings(configuration);
  frame::Progress silent;
  verify::Effects effects;
  const RoadOutput output = grid_road({problem, settings, silent}, nullptr, effects, nullptr);
  for (const LevelRecord& record : output.levels) {
    if (record.refinement == "step") return record.order_claimed;
  }
  ADD_FAILURE() << "no refinement of the step";
  return 0;
}

// On the line the third-order sdirk3 has its order; with several axes it stands behind Strang's splitting of
// them.
TEST(GridRoad, ClaimsInThePlaneThePlanesOrderAndNotTheLines) {
  EXPECT_EQ(order_in_step("sdirk3", "[[0.5]]", "[[-4,4]]"), 3);
  EXPECT_EQ(order_in_step("sdirk3", "[[0.5,-0.3]]", "[[-4,4],[-4,4]]"), 2);
}

}  // namespace
}  // namespace kolmo::four_roads
