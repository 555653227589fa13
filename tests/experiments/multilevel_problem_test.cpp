// multilevel takes [problem.NAME] and any formula: closed forms in two units, and what is planted is seen.

#include <gtest/gtest.h>

#include "experiments/own_problem.hpp"
#include "multilevel/any_problem.hpp"
#include "multilevel/experiment.hpp"
#include "multilevel/schema.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::multilevel {
namespace {

using frame::test::find;
using frame::test::Sets;
using frame::test::with;
using verify::Check;
using verify::test::fails;
using verify::test::passes;

io::Configuration configured(const Sets& keys) {
  return frame::test::configured_problem(experiment(), keys, "quick");
}

std::vector<Check> checks_of(const Sets& keys) {
  const io::Configuration configuration = configured(keys);
  io::Group group("p");
  frame::Progress silent;
  return run_part(configuration, run_settings(configuration), "p", group, silent);
}

std::string error_of(const Sets& keys) {
  return frame::test::error_of(experiment(), [&] { return configured(keys); });
}

/// Ornstein–Uhlenbeck from a point, x in units of L, time in units of 1/r: E x² = (m e^{−1})² + (1 −
/// e^{−2})/2.
Sets decay_in(const std::string& length, const std::string& rate, const std::string& end,
              const std::string& domain) {
  return {"parameters.L=" + length,
          "parameters.r=" + rate,
          "process.drift=-r*x",
          "process.diffusion=L*sqrt(r)",
          "initial.point=[\"1.5*L\"]",
          "domain=" + domain,
          "times=[" + end + "]",
          "multilevel.observable=x^2",
          "multilevel.expected=L^2*((1.5*exp(-1))^2 + (1 - exp(-2))/2)"};
}

TEST(MultilevelOfAProblem, FindsAClosedFormInAnyUnits) {
  const std::vector<Check> metres = checks_of(decay_in("1", "1", "1", "[[-8, 8]]")),
                           micrometres = checks_of(decay_in("1e-6", "1e3", "1e-3", "[[-8e-6, 8e-6]]"));
  const std::vector<std::string> said = {
      "p/estimate/eps=0.05", "p/estimate/eps=0.02", "p/estimate/eps=0.01", "p/rmse", "p/plain", "p/grid"};
  ASSERT_EQ(metres.size(), said.size());
  ASSERT_EQ(micrometres.size(), said.size());
  for (std::size_t k = 0; k < said.size(); ++k) {
    EXPECT_EQ(metres[k].id, said[k]);
    EXPECT_TRUE(passes(metres[k])) << said[k];
    EXPECT_TRUE(passes(micrometres[k])) << said[k];
  }
}

// Two variables, a kink, forcing in time; the plain estimate stands in for what is not known.
TEST(MultilevelOfAProblem, TakesAnyFormulaInThePlane) {
  const Sets keys{"variables=[\"x\", \"v\"]",
                  "process.drift=[\"v\", \"x - x^3 - 0.5*v + 0.3*cos(t)\"]",
                  "process.noise=[[0], [0.7]]",
                  "initial.weights=[1]",
                  "initial.means=[[-1, 0]]",
                  "initial.deviations=[0.2]",
                  "times=[2]",
                  "multilevel.observable=max(x, 0) + v^2/2",
                  "multilevel.accuracies=[0.05, 0.02]"};
  const std::vector<Check> checks = checks_of(keys);
  EXPECT_EQ(checks.size(), 3u);
  for (const Check& check : checks) EXPECT_TRUE(passes(check)) << check.id;
}

// Euler's paths explode in long steps of a cubic drift: the coarsest level takes more.
TEST(MultilevelOfAProblem, FindsTheCoarsestLevelThatHolds) {
  const std::vector<Check> checks =
      checks_of({"process.drift=-20*x^3", "process.diffusion=1", "initial.point=[3]", "times=[2]",
                 "domain=[[-4, 4]]", "multilevel.observable=x^2", "multilevel.accuracies=[0.05]"});
  for (const Check& check : checks) EXPECT_TRUE(passes(check)) << check.id;
}

TEST(MultilevelOfAProblem, SeesAMeanThatIsOffByATenthOfTheSpread) {
  // The spread of x² is 0.84 here.
  const std::vector<Check> checks =
      checks_of(with(decay_in("1", "1", "1", "[[-8, 8]]"),
                     {"multilevel.expected=(1.5*exp(-1))^2 + (1 - exp(-2))/2 + 0.084"}));
  EXPECT_TRUE(fails(find(checks, "p/estimate/eps=0.01")));
  EXPECT_TRUE(passes(find(checks, "p/grid")));
}

void expect_all_pass(const Sets& keys) {
  for (const Check& check : checks_of(keys)) EXPECT_TRUE(passes(check)) << check.id << ": " << check.note;
}

/// Survival of Brownian motion from 0.3 between 0 and 1 to t = 0.1: 4/π Σ sin(nπ 0.3)/n e^{−n²π²t/2}.
const Sets gambler{
    "process.drift=0",         "process.diffusion=1",          "initial.point=[0.3]",
    "domain=[[0, 1]]",         "boundaries=absorbing",         "times=[0.1]",
    "multilevel.observable=1", "multilevel.expected=0.630401", "multilevel.accuracies=[0.05, 0.02]"};

TEST(MultilevelOfAProblem, CountsSurvivorsOfAbsorbingSides) {
  expect_all_pass(gambler);
  const std::vector<Check> open = checks_of(with(gambler, {"multilevel.expected=0.68"}));
  EXPECT_TRUE(fails(find(open, "p/estimate/eps=0.02")));
  EXPECT_TRUE(passes(find(open, "p/grid")));
}

TEST(MultilevelOfAProblem, ReflectsPathsAndGoesRoundRings) {
  expect_all_pass({"process.drift=-x", "process.diffusion=1", "initial.point=[0.5]", "domain=[[0, 4]]",
                   "boundaries=[[\"reflecting\", \"open\"]]", "times=[1]", "multilevel.observable=x",
                   "multilevel.accuracies=[0.05, 0.02]"});
  expect_all_pass({"process.drift=0.5*sin(x)", "process.diffusion=1", "initial.point=[1]",
                   "domain=[[0, 6.283185307179586]]", "boundaries=periodic", "times=[1]",
                   "multilevel.observable=cos(x)", "multilevel.accuracies=[0.05, 0.02]"});
}

// Gompertz's growth is log-normal; in two units of length, as the logarithm takes the unit to an addend.
Sets gompertz(const std::string& length) {
  return {"parameters.L=" + length,
          "process.drift=x*log(2*L/x)",
          "process.diffusion=0.8*x",
          "initial.point=[\"0.05*L\"]",
          "times=[2]",
          "multilevel.observable=x",
          "multilevel.accuracies=[0.05, 0.02]",
          "multilevel.expected=L*exp(exp(-2)*log(0.05) + (log(2)-0.32)*(1-exp(-2)) + 0.16*(1-exp(-4)))"};
}

TEST(MultilevelOfAProblem, KeepsToTheInsideOfNaturalBoundaries) {
  expect_all_pass(gompertz("1"));
  expect_all_pass(gompertz("1e-6"));
  // Cox–Ingersoll–Ross: E X = m + (x − m) e^{−κt}.
  expect_all_pass({"process.drift=0.5 - x", "process.diffusion=0.8*sqrt(x)", "initial.point=[0.3]",
                   "times=[1]", "multilevel.observable=x", "multilevel.expected=0.5 - 0.2*exp(-1)"});
  EXPECT_NE(
      error_of({"process.drift=0.5 - x", "process.diffusion=0.8*sqrt(x)", "initial.weights=[1]",
                "initial.means=[[0.3]]", "initial.deviations=[0.1]", "times=[1]", "multilevel.observable=x"})
          .find("the process's own boundary x = 0"),
      std::string::npos);
}

// What is shown of an estimate is its own error, within the accuracy asked for, however coarse what it is
// held against.
TEST(MultilevelOfAProblem, ShowsTheEstimatesOwnError) {
  Sets keys = decay_in("1", "1", "1", "[[-8, 8]]");
  keys.pop_back();
  const std::vector<Check> checks = checks_of(keys);
  const Check estimate = find(checks, "p/estimate/eps=0.01"), plain = find(checks, "p/plain");
  EXPECT_LE(estimate.standard_error, 0.01 * 0.84);
  EXPECT_GT(plain.standard_error, 2 * estimate.standard_error);
  EXPECT_NE(estimate.note.find("expected is plain Monte Carlo, itself ± "), std::string::npos);
  EXPECT_NE(plain.note.find("finest multilevel estimate, itself ± "), std::string::npos);
}

TEST(MultilevelOfAProblem, SaysWhatIsMissing) {
  const Sets keys{"process.drift=-x", "process.diffusion=1", "initial.point=[1]"};
  EXPECT_NE(error_of(keys).find("multilevel.observable"), std::string::npos);
  EXPECT_NE(error_of(with(keys, {"multilevel.observable=x"})).find("times"), std::string::npos);
  EXPECT_NE(error_of(with(keys, {"multilevel.observable=y", "times=[1]"})).find("unknown name 'y'"),
            std::string::npos);
  EXPECT_NE(error_of(with(keys, {"multilevel.observable=x", "times=[1]", "domain=[[-2, 1]]",
                                 "boundaries=reflecting"}))
                .find("must lie inside of the reflecting side x = 1"),
            std::string::npos);
  EXPECT_NE(error_of(with(keys, {"multilevel.observable=x", "times=[1]", "multilevel.accuracies=[0.1, 0.2]"}))
                .find("must decrease"),
            std::string::npos);
}

}  // namespace
}  // namespace kolmo::multilevel
