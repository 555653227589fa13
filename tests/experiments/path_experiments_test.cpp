// Problems of one's own in the experiments on paths: what is said where they do not fit, and in which units
// they are asked.

#include <gtest/gtest.h>

#include "entropy_along_diffusion/parts.hpp"
#include "experiments/under_test.hpp"
#include "free_energy/parts.hpp"
#include "most_probable_paths/parts.hpp"
#include "rare_events/parts.hpp"

namespace kolmo {
namespace {

using Sets = std::vector<std::string>;

/// A tilted well named p, with what else is set.
Sets well(const Sets& more, const std::string& potential = "(x^2-1)^2 + 0.2*x") {
  Sets sets{"problem.p.times=[1.0]",
            "problem.p.domain=[[-2.5, 2.5]]",
            "problem.p.process.potential=\"" + potential + "\"",
            "problem.p.process.temperature=0.5",
            "problem.p.initial.weights=[1.0]",
            "problem.p.initial.means=[[-1.0]]",
            "problem.p.initial.deviations=[0.2]"};
  sets.insert(sets.end(), more.begin(), more.end());
  return sets;
}

std::string said(const frame::Experiment& experiment, const Sets& sets) {
  return frame::test::error_of(experiment,
                               [&] { return frame::test::configured(experiment, sets, "quick"); });
}

void expect_said(const frame::Experiment& experiment, const Sets& sets, const std::string& words) {
  EXPECT_NE(said(experiment, sets).find(words), std::string::npos) << said(experiment, sets);
}

TEST(PathExperiments, NameTheKeyThatDoesNotFit) {
  const auto paths = most_probable_paths::experiment();
  const Sets ends{"problem.p.analysis.from=[-1.0]", "problem.p.analysis.to=[1.0]"};
  expect_said(paths, well(ends), "analysis.time");
  expect_said(paths, well({"problem.p.analysis.from=[-1.0]"}), "analysis.to");
  Sets timed = ends;
  timed.push_back("problem.p.analysis.time=2.0");
  EXPECT_EQ(said(paths, well(timed)), "");
  Sets walled = timed;
  walled.push_back("problem.p.boundaries=\"reflecting\"");
  expect_said(paths, well(walled), "walls and rings");
  expect_said(paths,
              well({"problem.p.analysis.from=[-1.0, 2.0]", "problem.p.analysis.to=[1.0]",
                    "problem.p.analysis.time=1.0"}),
              "a number for each");

  const auto rare = rare_events::experiment();
  EXPECT_EQ(said(rare, well(ends)), "");
  expect_said(rare, well({"problem.p.analysis.from=[-1.0]", "problem.p.analysis.to=[4.0]"}),
              "outside the domain");
  expect_said(rare, well({"problem.p.analysis.from=[1.0]", "problem.p.analysis.to=[1.0]"}),
              "where paths begin");

  const auto entropy = entropy_along_diffusion::experiment();
  EXPECT_EQ(said(entropy, well({})), "");
  expect_said(entropy, well({"problem.p.boundaries=\"absorbing\""}), "absorbing");
  expect_said(entropy, well({}, "0.1*x^2"), "cuts the law at rest off");

  const auto switching = free_energy::experiment();
  expect_said(switching, well({"switch.s.from=\"p\"", "switch.s.to=\"q\""}), "there is no [problem.q]");
  expect_said(switching, well({"switch.s.from=\"p\""}), "switch.s.to");
  EXPECT_EQ(said(switching, well({"switch.s.from=\"p\"", "switch.s.to=\"p\""})), "");
}

TEST(PathExperiments, RunOneOfYourOwn) {
  // Part p alone, as there is a problem: its checks, by name.
  const auto paths = most_probable_paths::experiment();
  const auto names = frame::test::planned(
      paths, frame::test::configured(paths,
                                     well({"problem.p.analysis.from=[-1.0]", "problem.p.analysis.to=[1.0]",
                                           "problem.p.analysis.time=2.0"}),
                                     "quick"));
  EXPECT_TRUE(names.count("p/onsager_machlup/minimum"));
  EXPECT_EQ(names.size(), 5u);
}

}  // namespace
}  // namespace kolmo
