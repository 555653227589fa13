// guidance_and_inverse_problems with problems of one's own: keys that do not fit are named, units do not
// matter.

#include <gtest/gtest.h>

#include <cmath>

#include "experiments/under_test.hpp"
#include "guidance_and_inverse_problems/ensembles.hpp"
#include "guidance_and_inverse_problems/guided_laws.hpp"
#include "guidance_and_inverse_problems/parts.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/process/derived/reverse_process.hpp"

namespace kolmo::guidance_and_inverse_problems {
namespace {

using Sets = std::vector<std::string>;

/// A pair of components in the plane, told in units of `unit`.
Sets pair(const std::string& unit, const Sets& more = {}) {
  const auto times = [&](double x) { return number_text(x) + unit; };
  Sets sets{"target.p.weights=[0.5, 0.5]",
            "target.p.means=[[" + times(-1) + ", " + times(0) + "], [" + times(1) + ", " + times(0.5) + "]]",
            "target.p.deviations=[" + times(0.3) + ", " + times(0.5) + "]",
            "target.p.observation.matrix=[[1.0, 0.0]]",
            "target.p.observation.value=[" + times(0.2) + "]",
            "target.p.observation.noise=[" + times(0.5) + "]",
            "ensemble.particles=1024"};
  sets.insert(sets.end(), more.begin(), more.end());
  return sets;
}

std::string said(const Sets& sets) {
  const frame::Experiment own = experiment();
  return frame::test::error_of(own, [&] { return frame::test::configured(own, sets, "quick"); });
}

void expect_said(const Sets& sets, const std::string& words) {
  EXPECT_NE(said(sets).find(words), std::string::npos) << said(sets);
}

InverseProblem read(const Sets& sets) {
  return read_inverse_problem(frame::test::configured(experiment(), sets, "quick"), "p", RandomStream(3),
                              [] { return 4.0; });
}

/// Paths of the exact conditional score.
Ensemble exact_paths(const InverseProblem& problem) {
  const GuidedProcess guided = guided_process(problem, 1);
  return sampled(process::ReverseProcess(guided.process, guided.score, 1), guided.start, problem,
                 RandomStream(5), problem.particles);
}

TEST(InverseProblems, NameTheKeyThatDoesNotFit) {
  EXPECT_EQ(said(pair("")), "");
  expect_said(pair("", {"target.p.observation.matrix=[[1.0]]"}), "observation.matrix");
  expect_said(pair("", {"target.p.observation.matrix=[[1.0, 0.0], [2.0, 0.0]]",
                        "target.p.observation.value=[0.0, 0.0]"}),
              "rows must be independent");
  expect_said(pair("", {"target.p.observation.value=[0.0, 1.0]"}), "one number for each");
  expect_said(pair("", {"target.p.observation.noise=[[0.1, 0.2]]"}), "observation.noise");
  expect_said(pair("", {"target.p.observation.noise=[0.0]"}), "must be positive");
  expect_said(pair("", {"replacement.resamplings=[1.5]"}), "whole numbers");
  expect_said({"target.q.weights=[1.0]", "target.q.means=[[0.0]]", "target.q.deviations=[1.0]"},
              "observation.matrix");
  expect_said({"target.gaussian.weights=[1.0]", "target.gaussian.means=[[0.0]]"}, "choose another");
}

TEST(InverseProblems, DoNotDependOnUnits) {
  const InverseProblem one = read(pair("")), small = read(pair("e-9")), large = read(pair("e7"));
  const density::GaussianMixture law = posterior_law(one);
  for (const InverseProblem* other : {&small, &large}) {
    const density::GaussianMixture same = posterior_law(*other);
    EXPECT_LT((law.means() - same.means()).abs().maxCoeff(), 1e-12);
    EXPECT_LT((law.weights() - same.weights()).abs().maxCoeff(), 1e-12);
    const Ensemble a = exact_paths(one), b = exact_paths(*other);
    EXPECT_EQ(a.steps, b.steps);
    EXPECT_LT((a.fine - b.fine).abs().maxCoeff(), 1e-6);
  }
}

TEST(InverseProblems, KnowWhichCoordinatesWereSeen) {
  EXPECT_EQ(read(pair("")).known(), std::vector<Index>{0});
  EXPECT_EQ(read(pair("", {"target.p.observation.matrix=[[0.0, 3.0]]"})).known(), std::vector<Index>{1});
  EXPECT_TRUE(read(pair("", {"target.p.observation.matrix=[[1.0, 0.5]]"})).known().empty());
}

}  // namespace
}  // namespace kolmo::guidance_and_inverse_problems
