// What four_roads makes of a configuration, and that it checks what it says it checks.

#include <gtest/gtest.h>

#include <set>

#include "experiments/four_roads/configured.hpp"
#include "four_roads/comparison/quantities.hpp"
#include "four_roads/comparison/quantity_table.hpp"
#include "four_roads/labels.hpp"
#include "four_roads/schema.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::four_roads {
namespace {

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
  for (const char* name : {"double_well", "mixture_vp", "ornstein_uhlenbeck", "old_faithful", "four_wells"}) {
    const Problem problem = make_problem(configuration, name);
    for (const char* of : {road::exact, road::sde, road::fokker_planck, road::probability_flow, road::jko,
                           road::reverse_sde, road::reverse_flow}) {
      EXPECT_NE(road_label(of).label, "");
      for (const std::string& quantity : quantity_names(problem, of))
        EXPECT_FALSE(four_roads::quantity(quantity).label.empty());
    }
    for (const std::string& distance : distance_names(problem))
      EXPECT_NO_THROW(distance_label(distance, static_cast<int>(problem.dimension())));
  }
  EXPECT_EQ(distance_label("w1_x", 1), "Wasserstein distance W₁");
  EXPECT_EQ(distance_label("ks_d1", 2), "Kolmogorov–Smirnov distance, diagonal (x + y)/√2");
  EXPECT_EQ(refinement_label("jko", "grid"), "JKO steps: cell width");
  EXPECT_THROW(four_roads::quantity("unheard_of"), InvalidArgument);
}

TEST(FourRoads, RunsAProblemOfOnesOwnAlone) {
  const std::vector<std::string> own = {"problem.mine.process.drift=[\"-x\"]",
                                        "problem.mine.process.diffusion=1",
                                        "problem.mine.initial.means=[[0]]", "problem.mine.times=[1]"};
  EXPECT_EQ(problem_names(configured(own)), std::vector<std::string>{"mine"});
  EXPECT_EQ(problem_names(configured({"problem.double_well.times=[1]"})).size(), 5);
  std::vector<std::string> beside = own;
  beside.push_back("run.problems=[\"double_well\", \"mine\"]");
  EXPECT_EQ(problem_names(configured(beside)), (std::vector<std::string>{"double_well", "mine"}));
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
    const bool compares = check.id.find('~') != std::string::npos &&
                          check.id.find("log_likelihood") == std::string::npos &&
                          check.id.find("log_density_error") == std::string::npos;
    if (compares) made.insert(check.id);
  }
  const std::vector<std::string> said = comparison_ids(problem);
  for (const std::string& id : said) EXPECT_TRUE(made.contains(id)) << "not made: " << id;
  for (const std::string& id : made)
    EXPECT_EQ(std::count(said.begin(), said.end(), id), 1) << "not said: " << id;
}

TEST(FourRoads, EveryCheckThatNoiseMayDecideSharesTheFalseAlarmRate) {
  const io::Configuration configuration = configured({"run.problems=[\"double_well\"]"});
  const Problem problem = make_problem(configuration, "double_well");
  EXPECT_EQ(road_pairs(problem).size(), 6U);
  // Orders of seven quantities: of the paths in their step; of the flow in its step, and in the cells and the
  // steps behind its score.
  EXPECT_EQ(noisy_order_checks(problem), 28U);
  EXPECT_EQ(run_settings(configuration).false_alarms.comparisons,
            static_cast<double>(comparison_ids(problem).size() + 28));
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
  EXPECT_EQ(error_of(p + "ode.scheme=runge_kutta_4"), "");  // it has no error estimate
  EXPECT_NE(error_of(p + "ode.scheme=adams_bashforth_4").find("\"euler\""), std::string::npos)
      << "the steps of a road are not equal";
  EXPECT_NE(error_of(p + "ode.scheme=dpmpp_2n").find("\"dpmpp_2m\""), std::string::npos);
  EXPECT_NE(error_of(p + "ode.scheme=dpmpp_2m").find("and this is none: take a stepper"), std::string::npos);
  EXPECT_NE(error_of(p + "ode.scheme=ancestral").find("\"exponential_adams_4\""), std::string::npos)
      << "a sampler that adds noise is no flow";
  EXPECT_NE(error_of(p + "ode.t_min=1e-3").find("'dormand_prince' is no sampler"), std::string::npos);
  EXPECT_NE(error_of(p + "ode.steps=64").find("is no sampler"), std::string::npos);
  EXPECT_NE(error_of(p + "reverse.t_min=1e-3").find("no reverse road goes by a sampler"), std::string::npos);
  EXPECT_NE(error_of(p + "times=[0.5,0.5]").find("must increase"), std::string::npos);
  EXPECT_NE(error_of(p + "initial.weights=[0.5]").find("initial.weights"), std::string::npos);
  EXPECT_NE(error_of(p + "initial.means=[[1.0],[2.0]]").find("2 means beside 1 weights"), std::string::npos);
  EXPECT_NE(error_of(p + "reverse.enabled=true").find("a linear process"), std::string::npos);
  EXPECT_NE(error_of(p + "boundaries=sticky").find("must be \"reflecting\""), std::string::npos);
  EXPECT_NE(error_of(p + "process.calculus=rough").find("\"stratonovich\""), std::string::npos);
  EXPECT_NE(error_of(p + "process.potential=\"(x^2-1\"").find("process.potential"), std::string::npos);
  EXPECT_NE(error_of("accuracy.particles=1000000000").find("bytes, but this machine has"), std::string::npos);
  EXPECT_NE(error_of("problem.duoble_well.sde.steps=8").find("has no process (drift, potential or type)"),
            std::string::npos);
}

std::string reason_of(const Problem& problem, const char* road) {
  for (const RoadNotThere& missing : problem.not_there)
    if (missing.road == road) return missing.reason;
  return "";
}

TEST(FourRoads, RoadsThatDoNotApplySayWhyAndAreNoFault) {
  const std::string p = "problem.mine.";
  const std::vector<std::string> start = {p + "times=[1]", p + "initial.weights=[1]",
                                          p + "initial.deviations=[0.3]"};
  const auto made = [&](std::vector<std::string> sets) {
    sets.insert(sets.end(), start.begin(), start.end());
    return make_problem(configured(sets), "mine");
  };
  const Problem plane = made({p + "process.drift=[\"y\",\"-x-y^3\"]", p + "process.diffusion=0.5",
                              p + "initial.means=[[0,0]]", p + "domain=[[-4,4],[-4,4]]"});
  EXPECT_TRUE(plane.sde.enabled && plane.fokker_planck.enabled && plane.ode.enabled);
  EXPECT_FALSE(plane.jko.enabled);
  EXPECT_NE(reason_of(plane, road::jko).find("gradient flows"), std::string::npos);
  const Problem root = made({p + "process.drift=\"1-x\"", p + "process.diffusion=\"0.3*sqrt(x)\"",
                             p + "initial.means=[[3]]", p + "domain=[[0.1,6]]"});
  EXPECT_TRUE(root.fokker_planck.enabled && root.ode.enabled);
  const Problem rocked = made({p + "process.drift=\"-x+sin(t)\"", p + "process.diffusion=\"0.3*sqrt(x)\"",
                               p + "initial.means=[[3]]", p + "domain=[[0.1,6]]"});
  EXPECT_NE(reason_of(rocked, road::probability_flow).find("do not depend on time"), std::string::npos);
  const std::vector<std::string> swinging = {p + "initial.means=[[0,0]]", p + "domain=[[-4,4],[-4,4]]"};
  const auto with = [&](std::vector<std::string> process) {
    process.insert(process.end(), swinging.begin(), swinging.end());
    return made(process);
  };
  const Problem degenerate = with({p + "process.drift=[\"y\",\"-x-y^3\"]", p + "process.noise=[[0],[1]]"});
  EXPECT_NE(reason_of(degenerate, road::fokker_planck).find("'x' has none"), std::string::npos);
  const Problem kinetic = with({p + "process.potential=\"x^2\"", p + "process.friction=1"});
  EXPECT_TRUE(kinetic.fokker_planck.enabled);
}

TEST(FourRoads, NoRoadIsRefusedAndOneAloneIsUnresolved) {
  std::vector<std::string> sets = {"run.problems=[\"double_well\"]", "problem.double_well.sde.enabled=false",
                                   "problem.double_well.ode.enabled=false",
                                   "problem.double_well.jko.enabled=false"};
  const io::Configuration one = configured(sets);
  EXPECT_NO_THROW(experiment().validate(one));
  const std::vector<std::string> ids = experiment().check_ids(one);
  EXPECT_EQ(std::count(ids.begin(), ids.end(), "double_well/certificate/two_roads"), 1);
  sets.emplace_back("problem.double_well.fokker_planck.enabled=false");
  EXPECT_THROW(experiment().validate(configured(sets)), io::ConfigurationError);
}

}  // namespace
}  // namespace kolmo::four_roads
