// Steps that follow the error.

#include <gtest/gtest.h>

#include <algorithm>

#include "fokker_planck/operator/generator_checks.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/time/march_adaptive.hpp"
#include "kolmo/fokker_planck/time/singly_implicit.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;
using verify::test::passes;

/// A start of width 0.03 in a double well: fast at first, slow for long.
struct NarrowStart {
  process::OverdampedLangevin process = double_well(0.5);
  Grid grid = line(-3, 3, 800);
  Generator generator = scharfetter_gummel(process, grid);
  Eigen::ArrayXd p0 = initial_density(density::gaussian_1d(-0.4, 0.03), grid).density;
  /// Steps by hand: each stretch's time error is below 1e-9.
  Eigen::ArrayXd exact =
      march(generator, sdirk3(), p0, {{0, 0.003, 0.03, 0.3, 4}, {3000, 2000, 2000, 2000}}).density;
};

TEST(MarchAdaptive, StaysWithinItsToleranceFromANarrowStart) {
  const NarrowStart problem;
  for (const double tolerance : {1e-3, 1e-5}) {
    for (const char* name : {"tr_bdf2", "sdirk3"}) {
      AdaptiveSettings settings;
      settings.tolerance = tolerance;
      const AdaptiveResult result =
          march_adaptive(problem.generator, stepper(name), problem.p0, {0, 4}, settings);
      const double error = l1(problem.grid, result.march.density, problem.exact);
      EXPECT_LE(error, tolerance) << name;
      EXPECT_LE(result.estimated_error, tolerance) << name;
      EXPECT_TRUE(passes(mass_is_kept(name, result.march)));
      RecordProperty(std::string(name) + "/" + std::to_string(tolerance),
                     std::to_string(result.march.steps) + " steps, error " + std::to_string(error));
    }
  }
}

// Over the whole march; at its end the flow has forgotten what an L-stable step did wrong at the start.
TEST(MarchAdaptive, IsFarMoreAccurateThanAsManyEqualSteps) {
  const NarrowStart problem;
  const std::vector<double> times{0, 1.0 / 256, 1.0 / 16, 1, 4};
  std::vector<Eigen::ArrayXd> exact;
  const auto keep = [&](Index, double, const Eigen::ArrayXd& p) { exact.push_back(p); };
  march(problem.generator, sdirk3(), problem.p0, {times, {3000, 2000, 2000, 2000}}, keep);
  double worst = 0;
  const auto compare = [&](Index index, double, const Eigen::ArrayXd& p) {
    worst = std::max(worst, l1(problem.grid, p, exact[static_cast<std::size_t>(index)]));
  };
  const AdaptiveResult result = march_adaptive(problem.generator, tr_bdf2(), problem.p0, times, {}, compare);
  const double adaptive = worst;
  EXPECT_LE(adaptive, result.estimated_error);
  // A step and its two halves are three steps.
  const Index steps = 3 * (result.march.steps + result.rejected);
  EXPECT_LE(steps, 3072);
  worst = 0;
  march(problem.generator, tr_bdf2(), problem.p0, {times, {3, 45, 720, 2304}}, compare);
  EXPECT_GT(worst, 30 * adaptive);
  RecordProperty("worst error", "adaptive " + std::to_string(adaptive) + " in " + std::to_string(steps) +
                                    " steps, equal " + std::to_string(worst) + " in 3072");
  EXPECT_LT(*std::min_element(result.step_sizes.begin(), result.step_sizes.end()),
            0.02 * *std::max_element(result.step_sizes.begin(), result.step_sizes.end()));
}

TEST(MarchAdaptive, CoversTheTimesExactlyWithFewFactorisations) {
  const NarrowStart problem;
  std::vector<double> seen;
  const std::vector<double> times{0.5, 0.9, 2.3};
  const AdaptiveResult result =
      march_adaptive(problem.generator, tr_bdf2(), problem.p0, times, {},
                     [&](Index, double t, const Eigen::ArrayXd&) { seen.push_back(t); });
  EXPECT_EQ(seen, times);
  double at = times.front();
  ASSERT_EQ(static_cast<Index>(result.step_times.size()), result.march.steps);
  for (std::size_t i = 0; i < result.step_times.size(); ++i) {
    EXPECT_NEAR(result.step_times[i], at, 1e-12);
    at = result.step_times[i] + result.step_sizes[i];
  }
  EXPECT_NEAR(at, times.back(), 1e-12);
  // Both intervals go through each size at most about twice.
  EXPECT_LE(result.preparations, 60);
  EXPECT_GT(result.march.steps, 5 * result.preparations);
}

TEST(MarchAdaptive, GivesUpWhereTheSmallestStepIsTooLongAndRefusesWrongSettings) {
  const NarrowStart problem;
  AdaptiveSettings settings;
  settings.tolerance = 1e-9;
  settings.levels = 2;
  const auto run = [&] { march_adaptive(problem.generator, implicit_euler(), problem.p0, {0, 4}, settings); };
  EXPECT_THROW(run(), NumericalFailure);
  settings.tolerance = 0;
  EXPECT_THROW(run(), InvalidArgument);
  settings = {};
  settings.largest_fraction = 2;
  EXPECT_THROW(run(), InvalidArgument);
  settings = {};
  settings.levels = 99;
  EXPECT_THROW(run(), InvalidArgument);
  EXPECT_THROW(march_adaptive(problem.generator, tr_bdf2(), problem.p0, {1, 0}), InvalidArgument);
  EXPECT_THROW(march_adaptive(problem.generator, tr_bdf2(), -problem.p0, {0, 1}), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::fokker_planck
