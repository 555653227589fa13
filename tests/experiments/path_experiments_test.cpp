// Problems of one's own in the experiments on paths: what is said where they do not fit, and in which units
// they are asked.

#include <gtest/gtest.h>

#include <set>

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

/// Two bent wells in the plane, in µm and ms, named p.
Sets plane(const Sets& more) {
  Sets sets{"problem.p.times=[1.0]",
            "problem.p.domain=[[-44.0, 44.0], [-30.0, 60.0]]",
            "problem.p.parameters.L=20.0",
            "problem.p.parameters.D=8.0",
            "problem.p.parameters.h=2.0",
            "problem.p.process.potential=\"D*h*(((x/L)^2 - 1)^2 + 3*(y/L - (x/L)^2/2)^2)\"",
            "problem.p.process.temperature=\"D\"",
            "problem.p.initial.weights=[1.0]",
            "problem.p.initial.means=[[-20.0, 10.0]]",
            "problem.p.initial.deviations=[1.0]",
            "problem.p.analysis.from=[\"-L\", \"L/2\"]",
            "problem.p.analysis.to=[\"L\", \"L/2\"]"};
  sets.insert(sets.end(), more.begin(), more.end());
  return sets;
}

std::set<std::string> names_of(const frame::Experiment& experiment, const Sets& sets) {
  const auto planned = frame::test::planned(experiment, frame::test::configured(experiment, sets, "quick"));
  return {planned.begin(), planned.end()};
}

TEST(PathExperiments, EscapeInThePlaneByTheRoutesThatThereAre) {
  const auto rare = rare_events::experiment();
  const auto all = names_of(rare, plane({}));
  for (const char* name : {"p/grids", "p/rate/flux_and_times", "p/flux/through_the_middle",
                           "p/passage_time/paths", "p/rate/splitting", "p/rate/control"})
    EXPECT_TRUE(all.count(name)) << name;
  // Too rare to be waited for: T a fifth.
  const auto cold = names_of(rare, plane({"problem.p.parameters.h=20.0"}));
  EXPECT_FALSE(cold.count("p/passage_time/paths"));
  EXPECT_TRUE(cold.count("p/rate/splitting"));
  // Walls: no paths.
  const auto walled = names_of(rare, plane({"problem.p.boundaries=\"reflecting\""}));
  EXPECT_TRUE(walled.count("p/rate/flux_and_times"));
  EXPECT_FALSE(walled.count("p/rate/control"));
  expect_said(rare, plane({"problem.p.analysis.half_axes=[0.1, 4.0]"}), "0.035");
  expect_said(rare, plane({"problem.p.analysis.half_axes=[18.0, 4.0]"}), "half axes from 'from'");
  expect_said(rare, plane({"problem.p.domain=[[-44.0, 20.0], [-30.0, 60.0]]"}), "upper side of 'x'");
}

TEST(PathExperiments, OneFileServesThemAll) {
  const Sets all = plane({"problem.p.analysis.time=50.0", "problem.p.analysis.cells=32",
                          "problem.p.analysis.half_axes=[4.0, 4.0]"});
  EXPECT_EQ(said(most_probable_paths::experiment(), all), "");
  EXPECT_EQ(said(rare_events::experiment(), all), "");
  EXPECT_EQ(said(entropy_along_diffusion::experiment(), all), "");
}

TEST(PathExperiments, NoiseOfTheStateWallsAndRingsHaveAnAction) {
  const auto paths = most_probable_paths::experiment();
  const Sets growth{"problem.p.times=[1.0]",
                    "problem.p.domain=[[2.0, 200.0]]",
                    "problem.p.process.drift=\"0.02*x*(1 - x/50)\"",
                    "problem.p.process.diffusion=\"0.1*sqrt(x)\"",
                    "problem.p.initial.weights=[1.0]",
                    "problem.p.initial.means=[[40.0]]",
                    "problem.p.initial.deviations=[2.0]",
                    "problem.p.analysis.from=[50.0]",
                    "problem.p.analysis.to=[20.0]",
                    "problem.p.analysis.time=60.0"};
  EXPECT_EQ(names_of(paths, growth).size(), 5u);
  Sets to_zero = growth;
  to_zero.push_back("problem.p.domain=[[0.0, 200.0]]");
  expect_said(paths, to_zero, "is 0");
  Sets walled = growth;
  walled.push_back("problem.p.boundaries=\"reflecting\"");
  EXPECT_TRUE(names_of(paths, walled).count("p/onsager_machlup/walls"));
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
