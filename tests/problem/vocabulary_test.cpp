// Deviations of every axis, names that are taken, and files that several experiments share.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "kolmo/io/keys_of_others.hpp"
#include "kolmo/problem/keys_of_others.hpp"
#include "kolmo/problem/read.hpp"

namespace {

using kolmo::density::CovarianceKind;
using kolmo::problem::Problem;

class Vocabulary : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) /
              testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder_);
  }

  Problem read(const std::string& text, const std::vector<std::string>& sets = {}) {
    std::ofstream(folder_ / "problem.toml") << text;
    return kolmo::problem::read_problems(folder_ / "problem.toml", sets).at(0);
  }

  void expect_refused(const std::string& text, const std::string& part) {
    try {
      read(text);
      ADD_FAILURE() << "accepted: " << text;
    } catch (const kolmo::io::ConfigurationError& error) {
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
    }
  }

  std::filesystem::path folder_;
};

/// Two Gaussians of the plane.
std::string two(const std::string& deviations) {
  return "[problem.p]\ntimes = [1]\n[problem.p.process]\ndrift = [\"-x\", \"-y\"]\ndiffusion = 1\n"
         "[problem.p.initial]\nweights = [0.4, 0.6]\nmeans = [[0, 0], [1, 2]]\ndeviations = " +
         deviations + "\n";
}

TEST_F(Vocabulary, DeviationsAreOfAComponentOrOfEachOfItsAxes) {
  const auto round = read(two("[0.5, 2]")).initial.mixture;
  EXPECT_EQ(round->covariances().kind(), CovarianceKind::isotropic);
  EXPECT_EQ(round->covariances().matrix(1), 4 * Eigen::MatrixXd::Identity(2, 2));
  EXPECT_EQ(read(two("[[0.5], [2]]")).initial.mixture->covariances().matrix(1),
            round->covariances().matrix(1));
  const auto own = read(two("[[0.5, 0.25], [2, 3]]")).initial.mixture;
  EXPECT_EQ(own->covariances().matrix(0), Eigen::MatrixXd(Eigen::Vector2d(0.25, 0.0625).asDiagonal()));
  EXPECT_EQ(own->covariances().matrix(1), Eigen::MatrixXd(Eigen::Vector2d(4, 9).asDiagonal()));
  const std::string allowed =
      "weights: one number is needed for each component, or [2 numbers] of each, one an axis";
  expect_refused(two("[0.5, 0.25, 2]"), "3 deviations beside 2 " + allowed);
  expect_refused(two("[[0.5, 0.25]]"), "1 rows of 2 deviations beside 2 " + allowed);
  expect_refused(two("[[0.5, 0.25, 1], [1, 1, 1]]"), "2 rows of 3 deviations beside 2 " + allowed);
  expect_refused(two("[[0.5, 0.25], [1, -1]]"), "= -1: must be");
}

TEST_F(Vocabulary, NamesThatMeanSomethingAreRefusedWithWhatTheyMean) {
  const std::string rest =
      "[problem.p.process]\ndrift = [\"-x\"]\ndiffusion = 1\n[problem.p.initial]\npoint = [1]\n";
  const std::vector<std::array<std::string, 2>> taken = {{"t", "time"},
                                                         {"e", "2.71828"},
                                                         {"pi", "3.14159"},
                                                         {"sin", "the function sin"},
                                                         {"step", "the function step"},
                                                         {"atan2", "the function atan2"},
                                                         {"max", "the function max"}};
  for (const auto& [name, meaning] : taken) {
    expect_refused("[problem.p]\nparameters = {" + name + " = 2}\n" + rest,
                   "problem.toml:2:1: 'problem.p.parameters." + name + "': parameter '" + name +
                       "': this name has a meaning of its own in expressions, " + meaning);
    expect_refused("[problem.p]\nvariables = [\"" + name + "\"]\n" + rest,
                   "problem.toml:2:1: 'problem.p.variables': variable '" + name +
                       "': this name has a meaning of its own in expressions, " + meaning);
    expect_refused("[problem.p]\nparameters = {" + name + " = 2}\n" + rest,
                   "call it another, such as '" + name + "_0'");
  }
  expect_refused("[problem.p]\nparameters = {x = 2}\n" + rest, "a variable has this name");
  expect_refused("[problem.p]\nvariables = [\"a b\"]\n" + rest, "a name is a letter or _");
}

/// What every experiment asks of one problem.
const std::string shared = R"toml([accuracy]
target = 0.02
[problem.p]
times = [1]
domain = [0, 1]
boundaries = "absorbing"
parameters = {k = 2}
[problem.p.process]
drift = ["0*x"]
diffusion = 1
[problem.p.initial]
point = [0.3]
[problem.p.sde]
steps = 100
scheme = "euler_maruyama"
[problem.p.jko]
enabled = false
[problem.p.exit]
reference = 0.21
arc = [0.2, 0.9]
[problem.p.relaxation]
from = [[0.1, 0.2]]
eigenvalues = []
[problem.p.multilevel]
observable = "k*x"
relative = true
[problem.p.analysis]
from = [0.2]
)toml";

TEST_F(Vocabulary, AFileHoldsWhatSeveralExperimentsAsk) {
  EXPECT_EQ(read(shared).names.parameters.at("k"), 2);  // which a formula of another experiment uses
  const kolmo::io::Schema schema = kolmo::problem::with_keys_of_others(kolmo::problem::keys());
  const auto configuration =
      kolmo::io::Configuration::resolve(schema, "", kolmo::io::standard_scales(), folder_ / "problem.toml");
  const auto said = kolmo::io::keys_without_effect(configuration, schema);
  ASSERT_EQ(said.size(), 11u);
  const auto ends = [&](const std::string& end) {
    return std::any_of(said.begin(), said.end(), [&](const std::string& s) { return s.ends_with(end); });
  };
  EXPECT_TRUE(ends("problem.toml:2:1: 'accuracy.target' has no effect here: four_roads reads it"));
  EXPECT_TRUE(ends("'problem.p.exit.arc' has no effect here: first_passage reads it"));
  // Read again it is the same.
  std::ofstream(folder_ / "resolved.toml") << configuration.resolved_toml();
  EXPECT_EQ(
      kolmo::io::Configuration::resolve(schema, "", kolmo::io::standard_scales(), folder_ / "resolved.toml")
          .resolved_toml(),
      configuration.resolved_toml());
  expect_refused(shared + "[problem.p.exti]\npaths = 3\n", "did you mean 'problem.p.exit'?");
  expect_refused(shared + "[problem.p.exit.more]\npaths = 3\n", "not a table");
}

}  // namespace
