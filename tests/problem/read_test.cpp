// Problems from files.

#include "kolmo/problem/read.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "kolmo/problem/expression_process.hpp"
#include "kolmo/process/check/check_process.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"

namespace {

using kolmo::Index;
using kolmo::Points;
using kolmo::problem::Boundary;
using kolmo::problem::Initial;
using kolmo::problem::Problem;
using kolmo::process::NoiseKind;

class ReadProblem : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) /
              testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder_);
  }

  Problem read(const std::string& text, const std::vector<std::string>& sets = {}) {
    std::ofstream(folder_ / "problem.toml") << text;
    const auto problems = kolmo::problem::read_problems(folder_ / "problem.toml", sets);
    EXPECT_EQ(problems.size(), 1u);
    return problems.at(0);
  }

  void expect_refused(const std::string& text, const std::string& part,
                      const std::vector<std::string>& sets = {}) {
    try {
      read(text, sets);
      ADD_FAILURE() << "accepted: " << text;
    } catch (const kolmo::io::ConfigurationError& error) {
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
    }
  }

  std::filesystem::path folder_;
};

const std::string start = "[problem.p.initial]\npoint = [0.5, 0]\n";
const std::string forced = R"toml(
[problem.p]
variables = ["x", "v"]
parameters = {gamma = 0.3, T = 0.5}
times = [0, 0.5, 1, 2]
domain = [[-3, 3], [-4, 4]]
boundaries = [["reflecting", "absorbing"], ["reflecting", "reflecting"]]
[problem.p.process]
drift = ["v", "-gamma*v + x - x^3 + 0.3*cos(t)"]
noise = [["0"], ["sqrt(2*gamma*T)"]]
calculus = "ito"
)toml" + start;

TEST_F(ReadProblem, TakesTheWholeVocabulary) {
  const Problem problem = read(forced);
  EXPECT_EQ(problem.times, (std::vector<double>{0, 0.5, 1, 2}));
  EXPECT_EQ((*problem.domain)[1][1], 4);
  EXPECT_EQ(problem.boundaries[0][0], Boundary::reflecting);
  EXPECT_EQ(problem.boundaries[0][1], Boundary::absorbing);
  EXPECT_TRUE(problem.known.time_dependent);
  EXPECT_FALSE(problem.known.kink);
  EXPECT_EQ(problem.initial.kind, Initial::Kind::point);
  EXPECT_EQ(problem.process->noise_kind(), NoiseKind::constant);
  Points x(1, 2), f(1, 2), g(1, 2);
  x << 0.5, 2;
  problem.process->drift(0, x, f);
  problem.process->diffusion_matrix(0, x, g);
  EXPECT_DOUBLE_EQ(f(0, 1), -0.3 * 2 + 0.5 - 0.125 + 0.3);
  EXPECT_DOUBLE_EQ(g(0, 1), std::sqrt(0.3));
  EXPECT_EQ(g(0, 0), 0);
}

TEST_F(ReadProblem, TakesParametersFromTheCommandLine) {
  const Problem problem = read(forced, {"problem.p.parameters.T=2"});
  Points x = Points::Zero(1, 2), g(1, 2);
  problem.process->diffusion_matrix(0, x, g);
  EXPECT_DOUBLE_EQ(g(0, 1), std::sqrt(2 * 0.3 * 2));
}

TEST_F(ReadProblem, ReadsItsResolvedFormAgain) {
  const auto schema = kolmo::problem::keys();
  std::ofstream(folder_ / "a.toml") << forced;
  const auto scales = kolmo::io::standard_scales();
  const auto first = kolmo::io::Configuration::resolve(schema, "", scales, folder_ / "a.toml");
  std::ofstream(folder_ / "b.toml") << first.resolved_toml();
  const auto second = kolmo::io::Configuration::resolve(schema, "", scales, folder_ / "b.toml");
  EXPECT_EQ(first.resolved_toml(), second.resolved_toml());
  EXPECT_EQ(first.hash(), second.hash());
}

const std::string tail = "[problem.p.initial]\nweights = [1]\nmeans = [[0]]\ndeviations = [0.3]\n";

TEST_F(ReadProblem, HandsOutTheStructuresOfPotentials) {
  const Problem gradient = read(
      "[problem.p]\ntimes = [1]\nparameters = {a = 0.3}\n[problem.p.process]\npotential = \"(x^2-1)^2 + "
      "a*x\"\ntemperature = 0.5\n" +
      tail);
  ASSERT_TRUE(gradient.known.gradient);
  EXPECT_EQ(gradient_structure(*gradient.process)->temperature, 0.5);
  EXPECT_NO_THROW(kolmo::process::check_process(*gradient.process, {{0, 1}, Points::Random(20, 1)}));
  const Problem kinetic = read(
      "[problem.p]\ntimes = [1]\n[problem.p.process]\npotential = \"x^4/4\"\ntemperature = 0.5\nfriction = "
      "2\n" +
      start);
  ASSERT_TRUE(kinetic.known.kinetic);
  EXPECT_EQ(kinetic.names.variables, (std::vector<std::string>{"x", "v"}));
  EXPECT_EQ(kinetic_structure(*kinetic.process)->friction, 2);
  EXPECT_NO_THROW(kolmo::process::check_process(*kinetic.process, {{0, 1}, Points::Random(20, 2)}));
  const Problem plane =
      read("[problem.p]\ntimes = [1]\n[problem.p.process]\npotential = \"x^2*y^2 + x^2 + y^2\"\n" + start);
  EXPECT_TRUE(plane.known.gradient);
  EXPECT_NO_THROW(kolmo::process::check_process(*plane.process, {{0, 1}, Points::Random(20, 2)}));
}

// Drift −M V′ + T M′ and GGᵀ = 2TM: no flux in e^{−V/T}.
TEST_F(ReadProblem, KeepsTheGibbsLawUnderAMobility) {
  const Problem problem = read(
      "[problem.p]\ntimes = [1]\n[problem.p.process]\npotential = \"x^2\"\ntemperature = 0.5\nmobility = \"1 "
      "+ x^2\"\n" +
      tail);
  EXPECT_FALSE(problem.known.gradient);
  Points x = Points::Constant(1, 1, 0.8), f(1, 1);
  problem.process->drift(0, x, f);
  EXPECT_NEAR(f(0, 0), -(1 + 0.64) * 1.6 + 0.5 * 1.6, 1e-14);
}

TEST_F(ReadProblem, SaysWhereAKinkIs) {
  const Problem problem = read(
      "[problem.p]\ntimes = [1]\ndomain = [-3, 3]\n[problem.p.process]\npotential = \"abs(x) + max(0, x - "
      "1.25)\"\n" +
      tail);
  EXPECT_TRUE(problem.known.kink);
  EXPECT_EQ(problem.known.kinks, (std::vector<std::string>{"x = 0", "x = 1.25"}));
}

TEST_F(ReadProblem, TakesWordsForLawsAndSides) {
  EXPECT_EQ(
      read("[problem.p]\ninitial = \"stationary\"\n[problem.p.process]\npotential = \"x^2\"\n").initial.kind,
      Initial::Kind::stationary);
  const Problem ring = read(
      "[problem.p]\ndomain = [0, 1]\nboundaries = \"periodic\"\n[problem.p.process]\ndrift = "
      "\"sin(2*pi*x)\"\ndiffusion = 0.5\n[problem.p.initial]\nexpression = \"1 + 0.5*cos(2*pi*x)\"\n");
  EXPECT_EQ(ring.boundaries[0][1], Boundary::periodic);
  EXPECT_EQ(ring.initial.kind, Initial::Kind::expression);
}

TEST_F(ReadProblem, KnowsTheProcessesByName) {
  for (const std::string process :
       {"type = \"ornstein_uhlenbeck\"\ntheta = \"2*1\"\nsigma = 0.5", "type = \"brownian\"\nsigma = 2",
        "type = \"variance_preserving\"", "type = \"variance_exploding\"\nfinal_time = 2",
        "type = \"sub_variance_preserving\"\nbeta_max = 10", "type = \"quadratic\"\nbeta_min = 0",
        "type = \"cosine\"\nfinal_time = \"3*60\"", "type = \"polynomial\"\nrho = 3",
        "type = \"geometric_brownian\"\nmu = 0.1\nsigma = 0.2"})
    EXPECT_NE(read("[problem.p]\n[problem.p.process]\n" + process + "\n" + tail).process, nullptr);
  const Problem matrix = read(
      "[problem.p]\n[problem.p.process]\ntype = \"ornstein_uhlenbeck\"\ntheta = [[1, 2], [-2, 1]]\nsigma = "
      "[[1, 0], [0.5, 1]]\n" +
      start);
  EXPECT_TRUE(matrix.known.linear);
  Points x(1, 2), f(1, 2);
  x << 1, 0;
  matrix.process->drift(0, x, f);
  EXPECT_EQ(f(0, 1), 2);
}

TEST_F(ReadProblem, NamesPlaceKeyAndWhatIsAllowed) {
  const std::string head = "[problem.p]\ntimes = [1]\n[problem.p.process]\n";
  expect_refused(head + "drift = [\"y + k\", \"1\"]\ndiffusion = 1\n" + start,
                 "problem.toml:4:1: 'problem.p.process.drift': expression 'y + k', position 5: unknown name "
                 "'k'; allowed are x, y, t");
  expect_refused(head + "drift = [\"x\"]\ndiffusion = 1\n" + start,
                 "'problem.p.process.drift': 1 formula for 2 variables, as many as 'initial.point' has");
  expect_refused(head + "drift = [\"y\", \"x\"]\nnoise = [[\"1\", \"0\"]]\n" + start,
                 "1 rows for 2 variables");
  expect_refused(head + "drift = [\"y\", \"x\"]\n" + start,
                 "either noise (a matrix) or diffusion (its diagonal) is needed");
  expect_refused(head + "drift = [\"y\", \"x\"]\ndiffusion = 1\npotential = \"x\"\n" + start,
                 "'problem.p.process.potential': has no effect: the process is given by its drift");
  expect_refused(head + "potential = \"x^2 + v\"\nfriction = 1\n" + start, "depends on the momentum 'v'");
  expect_refused(head + "potential = \"x^2\"\ntemperature = -1\n" + tail, "= -1: must be > 0");
  expect_refused(head + "potential = \"x^2\"\ntemperature = -1\n" + tail, "problem.toml:5:1");
  expect_refused(head, "a process needs drift and noise");
  expect_refused(head + "type = \"cosin\"\n" + start, "\"cosine\"");
  expect_refused(head + "type = \"cosine\"\nbeta_max = 3\n" + start, "has no effect: the process is cosine");
  expect_refused(head + "type = \"polynomial\"\nrho = 0.5\n" + start, "rho = 0.5: must be at least 1");
  expect_refused(head + "potential = \"x^2\"\n",
                 "problem.toml:1:2: 'problem.p': 'initial' is missing: a start is one of weights");
  expect_refused(
      "[problem.p]\ndomain = [[-1, 1], [-1, 1]]\n[problem.p.process]\ndrift = [\"-x\"]\ndiffusion = 1\n" +
          start,
      "'problem.p.process.drift': 1 formula for 2 variables, as many as 'initial.point' has: one each");
  expect_refused(head + "potential = \"x^2\"\n" + tail + "point = [1]\n",
                 "has no effect: the initial law is given by 'point'");
  expect_refused(
      "[problem.p]\ntimes = [1]\ndomain = [-3, 3]\n[problem.p.process]\npotential = \"x - log(x)\"\n" + tail,
      "'problem.p.domain': the potential is not finite at x = ");
  expect_refused("[problem.p]\nparameters = {sin = 2}\n[problem.p.process]\npotential = \"x^2\"\n" + tail,
                 "this name has a meaning of its own");
  expect_refused(
      "[problem.p]\nboundaries = \"reflecting\"\n[problem.p.process]\npotential = \"x^2\"\n" + tail,
      "give the domain");
  expect_refused(
      "[problem.p]\ndomain = [0, 1]\nboundaries = \"reflcting\"\n[problem.p.process]\npotential = \"x^2\"\n" +
          tail,
      "must be \"reflecting\"");
  expect_refused(
      "[problem.p]\ndomain = [0, 1]\n[problem.p.process]\npotential = \"x^2\"\n[problem.p.initial]\npoint = "
      "[2]\n",
      "x = 2 is outside the domain");
  expect_refused(forced, "--set problem.p.parameters.T", {"problem.p.parameters.T=warm"});
}

TEST_F(ReadProblem, RefusesParametersThatNoFormulaUses) {
  const std::string head = "[problem.p]\ntitle = \"gama\"\ntimes = [1]\nparameters = {gamma = 0.3, e1 = 1}\n";
  const std::string well = head + "[problem.p.process]\npotential = \"gamma*x^2 + 1e1*e1\"\n" + tail;
  EXPECT_NO_THROW(read(well));
  expect_refused(
      well,
      "--set problem.p.parameters.gama: 'problem.p.parameters.gama': no formula uses this parameter; "
      "the formulas use e1, gamma; did you mean 'gamma'?",
      {"problem.p.parameters.gama=0.2"});
  expect_refused(head + "[problem.p.process]\npotential = \"gamma*x^2 + 1e1\"\n" + tail,
                 "problem.toml:4:1: 'problem.p.parameters.e1': no formula uses");
}

TEST_F(ReadProblem, OneMeaningHasOneHash) {
  const auto hash = [&](const std::string& box) {
    std::ofstream(folder_ / "a.toml") << "[problem.p]\n"
                                      << box << "[problem.p.process]\npotential = \"x^2\"\n"
                                      << tail;
    return kolmo::io::Configuration::resolve(kolmo::problem::keys(), "", kolmo::io::standard_scales(),
                                             folder_ / "a.toml")
        .hash();
  };
  const auto one = [&](const std::string& sides) {
    return hash("domain = [-3, 3]\nboundaries = " + sides + "\n");
  };
  EXPECT_EQ(one("\"reflecting\""), one("[\"reflecting\", \"reflecting\"]"));
  EXPECT_EQ(one("\"reflecting\""), one("[[\"reflecting\", \"reflecting\"]]"));
  EXPECT_EQ(one("[\"reflecting\", \"absorbing\"]"), one("[[\"reflecting\", \"absorbing\"]]"));
  EXPECT_NE(one("[\"reflecting\", \"absorbing\"]"), one("\"reflecting\""));
  EXPECT_EQ(hash("domain = [-3, 3]\n"), hash("domain = [[-3, 3]]\n"));
}

}  // namespace
