// Problems as somebody else writes them: starts of their own width along each axis, long times on a ring.

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

// A motor of 8 nm a step, in µm and ms: 190 of the ring's own times, which 12 500 steps do not hold; and
// implicit ones that long have no solution.
TEST(Strangers, PathsGoAroundARingForALongTime) {
  const ProblemResult result =
      run({"parameters.D=4e-3", "parameters.F=30", "parameters.L=8e-3", "times=[0.2, 3]", "domain=[0, 8e-3]",
           "boundaries=periodic", "process.drift=D*(F - 4*pi/L*cos(2*pi*x/L))", "process.diffusion=sqrt(2*D)",
           "initial.point=[1e-3]"});
  EXPECT_EQ(result.roads.size(), 2u);
  EXPECT_NE(road_of(result, road::sde).resolution.find("drift_heun"), std::string::npos);
  EXPECT_NE(road_of(result, road::sde).resolution.find(" paths"), std::string::npos);
}

// (u, v) of two Ornstein–Uhlenbeck processes seen as x = u, y = v + u²/4: noise by a matrix that depends on
// x.
TEST(Strangers, TheGridTakesMatricesThatDependOnThePlace) {
  const ProblemResult result =
      run({"times=[0.5]", "process.drift=[\"-x\", \"-(y - x^2/4) - x^2/2 + 1/4\"]",
           "process.noise=[[\"1\", \"0\"], [\"x/2\", \"1.3\"]]", "initial.weights=[1]",
           "initial.means=[[0.7, -0.2]]", "initial.deviations=[0.5]"});
  // The start is Gaussian in x and y: y₀ − x₀²/4 has the mean −0.2 − (0.49 + 0.25)/4.
  const double shrink = std::exp(-0.5), xx = 0.74 * shrink * shrink + 0.5 * (1 - shrink * shrink);
  expect_known(result, "mean_y", 0, (-0.2 - 0.185) * shrink + xx / 4);
  expect_known(result, "covariance_xx", 0, 0.25 * shrink * shrink + 0.5 * (1 - shrink * shrink));
}

// Correlated noise between mirrors: the wall pushes x alone, so that y is what it would be without one.
TEST(Strangers, MirrorsBesideCorrelatedNoiseAreThoseOfPathsOnTheGridToo) {
  const ProblemResult result =
      run({"times=[0.3, 1]", "domain=[[0, 2], [-4, 5]]",
           "boundaries=[[\"reflecting\", \"reflecting\"], [\"open\", \"open\"]]",
           "process.drift=[\"-0.3\", \"-y\"]", "process.noise=[[0.7, 0], [0.5, 0.6]]", "initial.weights=[1]",
           "initial.means=[[0.8, 0.5]]", "initial.deviations=[[0.12, 0.3]]"});
  const double shrink = std::exp(-1.0);
  expect_known(result, "mean_y", 1, 0.5 * shrink);
  expect_known(result, "covariance_yy", 1, 0.09 * shrink * shrink + 0.305 * (1 - shrink * shrink));
}

TEST(Strangers, CorrelatedNoiseIsKilledAlikeOnBothRoads) {
  const ProblemResult result =
      run({"times=[0.1, 0.4]", "domain=[[0, 1], [0, 2]]", "boundaries=absorbing",
           "process.drift=[\"0.5*y\", \"-0.3\"]", "process.noise=[[0.5, 0], [0.4, 0.5]]",
           "initial.weights=[1]", "initial.means=[[0.5, 1]]", "initial.deviations=[[0.05, 0.1]]"});
  EXPECT_EQ(result.roads.size(), 2u);
}

// The domain that would do keeps the walls where they are.
TEST(Strangers, AWiderDomainThatIsNamedKeepsItsWalls) {
  const io::Configuration configuration = frame::test::configured(
      experiment(),
      {"run.problems=[\"p\"]", "accuracy.particles=16384", "problem.p.times=[0.5]",
       "problem.p.domain=[[0, 1], [-1.2, 1.2]]",
       "problem.p.boundaries=[[\"reflecting\", \"reflecting\"], [\"open\", \"open\"]]",
       "problem.p.process.drift=[0, 0]", "problem.p.process.diffusion=0.6", "problem.p.initial.weights=[1]",
       "problem.p.initial.means=[[0.5, 0]]", "problem.p.initial.deviations=[[0.05, 0.15]]"},
      "quick");
  frame::Progress silent;
  const ProblemResult result =
      run_problem(make_problem(configuration, "p"), run_settings(configuration), silent);
  const verify::Check& first = result.checks.front();
  EXPECT_EQ(first.id, "p/fokker_planck/mass_beyond_walls");
  EXPECT_NE(first.note.find("domain = [[0, 1], [-"), std::string::npos) << first.note;
}

// A bead in a trap, in metres and metres a second: linear, so that its domain comes from its closed form.
TEST(Domain, MomentaReachAsFarBelowZeroAsAbove) {
  std::vector<std::string> sets = {"run.problems=[\"p\"]"};
  for (const char* set :
       {"times=[1e-6, 1e-5]", "process.potential=6.28e5^2*q^2/2", "process.temperature=1.37e-6",
        "process.friction=2e5", "variables=[\"q\", \"p\"]", "initial.weights=[1]",
        "initial.means=[[3e-9, 1e-4]]", "initial.covariances=[[1e-19, 0, 0, 1e-7]]"})
    sets.push_back(std::string("problem.p.") + set);
  const Problem problem = make_problem(frame::test::configured(experiment(), sets, "quick"), "p");
  EXPECT_EQ(problem.domain[1].lower, -problem.domain[1].upper);
  EXPECT_GE(problem.domain[1].upper, 6.5 * std::sqrt(1.37e-6));
  EXPECT_NE(problem.domain[0].lower, -problem.domain[0].upper) << "places stay where they are";
}

}  // namespace
}  // namespace kolmo::four_roads
