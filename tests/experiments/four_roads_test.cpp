// What four_roads makes of a configuration, and that it checks what it says it checks.

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "experiments/under_test.hpp"
#include "four_roads/experiment.hpp"
#include "four_roads/labels.hpp"
#include "four_roads/quantities.hpp"
#include "four_roads/schema.hpp"
#include "four_roads/walls.hpp"

namespace kolmo::four_roads {
namespace {

io::Configuration configured(const std::vector<std::string>& sets) {
  return frame::test::configured(experiment(), sets, "quick");
}

/// The message of the error that a setting of the double well gives; empty if there is none.
std::string error_of(const std::string& set) {
  try {
    const io::Configuration configuration = configured({"run.problems=[\"double_well\"]", set});
    experiment().validate(configuration);
  } catch (const io::ConfigurationError& error) {
    return error.what();
  }
  return "";
}

TEST(FourRoads, WhateverItReportsHasALabel) {
  const io::Configuration configuration = configured({});
  for (const char* name : {"double_well", "mixture_vp", "ornstein_uhlenbeck", "old_faithful"}) {
    const Problem problem = make_problem(configuration, name);
    for (const char* of : {road::exact, road::sde, road::fokker_planck, road::probability_flow, road::jko,
                           road::reverse_sde, road::reverse_flow}) {
      EXPECT_NE(road_label(of).label, "");
      for (const std::string& quantity : quantity_names(problem, of))
        EXPECT_NO_THROW(quantity_label(quantity));
    }
    for (const std::string& distance : distance_names(problem))
      EXPECT_NO_THROW(distance_label(distance, static_cast<int>(problem.dimension())));
  }
  EXPECT_EQ(distance_label("w1_x", 1), "Wasserstein distance W₁");
  EXPECT_EQ(distance_label("ks_d1", 2), "Kolmogorov–Smirnov distance, diagonal (x + y)/√2");
  EXPECT_EQ(refinement_label("jko", "grid"), "JKO steps: cell width");
  EXPECT_THROW(quantity_label("unheard_of"), InvalidArgument);
}

TEST(FourRoads, ChecksExactlyWhatItsIdsSay) {
  const io::Configuration configuration = configured(
      {"run.problems=[\"double_well\"]", "accuracy.particles=4096", "problem.double_well.ode.particles=4096",
       "problem.double_well.jko.steps=200", "problem.double_well.sde.steps=100"});
  const Problem problem = make_problem(configuration, "double_well");
  frame::Progress silent;
  const ProblemResult result = run_problem(problem, run_settings(configuration), silent);
  std::set<std::string> made;
  for (const verify::Check& check : result.checks) {
    const bool compares =
        check.id.find('~') != std::string::npos && check.id.find("log_likelihood") == std::string::npos;
    if (compares) made.insert(check.id);
  }
  const std::vector<std::string> said = comparison_ids(problem);
  EXPECT_EQ(made, std::set<std::string>(said.begin(), said.end()));
}

TEST(FourRoads, CountsDependentPairsOutOfTheFalseAlarms) {
  const Problem problem = make_problem(configured({}), "double_well");
  // Six pairs, of which grid and flow share the score; nine comparisons (with free and potential energy) at
  // four times.
  EXPECT_LT(comparison_ids(problem, false).size(), comparison_ids(problem, true).size());
  EXPECT_EQ(road_pairs(problem).size(), 6U);
}

TEST(FourRoads, StepsOfLevelsAreHalvedExactly) {
  const std::vector<double> clock = {0, 0.03, 0.24, 10};
  const std::vector<Index> fine = share_steps(clock, 1001, 3), coarse = share_steps(clock, 1001, 3, 2);
  Index total = 0;
  for (std::size_t i = 0; i < fine.size(); ++i) {
    EXPECT_EQ(fine[i], 4 * coarse[i]);
    total += fine[i];
  }
  EXPECT_GE(total, 1001);
  EXPECT_LE(total, 1001 + 3 * 4);
}

TEST(FourRoads, ErrorsNameTheKeyAndWhatIsAllowed) {
  EXPECT_EQ(error_of("accuracy.levels=3"), "");
  const std::string p = "problem.double_well.";
  EXPECT_NE(error_of(p + "process.theta=2").find("has no effect: the process is langevin"),
            std::string::npos);
  EXPECT_NE(error_of(p + "domain=[[-0.6,3.0]]").find("'problem.double_well.domain': leaves out"),
            std::string::npos);
  EXPECT_NE(error_of(p + "times=[0.5,0.5]").find("must increase"), std::string::npos);
  EXPECT_NE(error_of(p + "initial.weights=[0.5]").find("initial.weights"), std::string::npos);
  EXPECT_NE(error_of(p + "initial.means=[[1.0],[2.0]]").find("2 means beside 1 weights"), std::string::npos);
  EXPECT_NE(error_of(p + "reverse.enabled=true").find("a linear process"), std::string::npos);
  EXPECT_NE(error_of(p + "fokker_planck.enabled=false").find("enable fokker_planck"), std::string::npos);
  EXPECT_NE(error_of(p + "process.potential=\"(x^2-1\"").find("process.potential"), std::string::npos);
  EXPECT_NE(error_of("accuracy.particles=1000000000").find("bytes, but this machine has"), std::string::npos);
  EXPECT_NE(error_of("problem.duoble_well.sde.steps=8").find("no process.type"), std::string::npos);
}

TEST(FourRoads, OneRoadAloneIsRefused) {
  const io::Configuration configuration =
      configured({"run.problems=[\"double_well\"]", "problem.double_well.sde.enabled=false",
                  "problem.double_well.ode.enabled=false", "problem.double_well.jko.enabled=false"});
  EXPECT_THROW(experiment().validate(configuration), io::ConfigurationError);
}

TEST(Walls, MassBeyondThemIsThatOfTheTail) {
  // N(0, 1) on [−4, 4]: 2 (1 − Φ(4)) = 6.33e−5; the geometric tail from the last two cells is larger by the
  // curvature of log p, at most a tenth here.
  const Grid grid({{-4, 4, 800}});
  Eigen::ArrayXd p(800);
  for (Index i = 0; i < 800; ++i)
    p(i) = std::exp(-0.5 * grid.axis(0).centre(i) * grid.axis(0).centre(i)) / std::sqrt(2 * M_PI);
  const Walls walls = walls_of(grid, p);
  EXPECT_GT(walls.mass, 6.33e-5);
  EXPECT_LT(walls.mass, 1.1 * 6.33e-5);
  EXPECT_NEAR(walls.largest_slope, 4, 0.02);
}

TEST(Walls, ADensityThatDoesNotFallTowardsThemSaysSo) {
  const Grid grid({{0, 1, 10}});
  EXPECT_EQ(walls_of(grid, Eigen::ArrayXd::Ones(10)).mass, 1.0);
  EXPECT_EQ(walls_of(grid, Eigen::ArrayXd::Zero(10)).mass, 0.0);
}

}  // namespace
}  // namespace kolmo::four_roads
