// Problems as somebody else writes them: starts of their own width along each axis.

#include <gtest/gtest.h>

#include <cmath>

#include "experiments/under_test.hpp"
#include "four_roads/experiment.hpp"

namespace kolmo::four_roads {
namespace {

ProblemResult run(std::vector<std::string> sets) {
  for (std::string& set : sets) set = "problem.p." + set;
  sets.insert(sets.begin(), "run.problems=[\"p\"]");
  const io::Configuration configuration = frame::test::configured(experiment(), sets, "quick");
  frame::Progress silent;
  ProblemResult result = run_problem(make_problem(configuration, "p"), run_settings(configuration), silent);
  for (const verify::Check& check : result.checks)
    EXPECT_EQ(check.verdict, verify::Verdict::pass)
        << check.id << ": " << check.observed << " for " << check.expected << ", " << check.note;
  return result;
}

const RoadOutput& road_of(const ProblemResult& result, const std::string& name) {
  for (const RoadOutput& output : result.roads)
    if (output.result.name == name) return output;
  throw std::logic_error("no road " + name);
}

/// Both roads of a problem without a flow: within five standard errors and the road's own budget.
void expect_known(const ProblemResult& result, const std::string& quantity, std::size_t at, double known) {
  for (const char* name : {road::sde, road::fokker_planck}) {
    const verify::Quantity& found = road_of(result, name).result.snapshots.at(at).quantities.at(quantity);
    EXPECT_NEAR(found.value, known, 5 * found.standard_error + found.budget) << name << " " << quantity;
    EXPECT_LE(found.budget, 0.05 * std::abs(known) + 0.02) << name << " " << quantity;
  }
}

// Var x = v e^{−2t} + (1 − e^{−2t}) σ²/2 from a start of its own v along each axis.
TEST(Strangers, AStartMayHaveADeviationForEachAxis) {
  const ProblemResult result =
      run({"times=[0.4]", "process.type=ornstein_uhlenbeck", "process.theta=1", "process.sigma=0.6",
           "initial.weights=[1]", "initial.means=[[1, -0.5]]", "initial.deviations=[[0.3, 0.7]]"});
  const double shrink = std::exp(-0.8), noise = 0.18 * (1 - shrink);
  expect_known(result, "covariance_xx", 0, 0.09 * shrink + noise);
  expect_known(result, "covariance_yy", 0, 0.49 * shrink + noise);
}

}  // namespace
}  // namespace kolmo::four_roads
