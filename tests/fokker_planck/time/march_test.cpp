#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "fokker_planck/operator/generator_checks.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/time/singly_implicit.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;
using verify::test::passes;

TEST(March, KeepsMassToRoundingOverTenThousandSteps) {
  for (const auto& s : steppers()) {
    const MarchResult result = long_march(*s);
    EXPECT_TRUE(passes(mass_is_kept(s->claim().name, result)));
    EXPECT_EQ(result.steps, 10'000);
  }
}

TEST(March, KeepsMassToRoundingOverTenThousandStepsInTwoDimensions) {
  const process::OrnsteinUhlenbeck ou(1, 0.3, 1.2, 2);
  const Grid grid({{-6, 6, 37}, {-5, 5.5, 50}});  // incomplete bundles of lines on both axes
  const Eigen::ArrayXd p0 = initial_density(lopsided_mixture_2d(), grid, CellValues::point, 1e-6).density;
  for (const auto& s : steppers()) {
    if (!dynamic_cast<const SinglyImplicitStepper*>(s.get())) continue;  // the others do not split the axes
    const MarchResult result = march(scharfetter_gummel(ou, grid), *s, p0, {{0, 5}, {10'000}});
    EXPECT_LE(result.mass_defect, 1e-13) << s->claim().name;
  }
}

TEST(March, ImplicitEulerStaysPositiveAtCellPecletThousandAndEveryStep) {
  for (const char* name : {"scharfetter_gummel", "chang_cooper", "upwind"}) {
    const Discretisation& scheme = discretisation(name);
    for (const double t : {1e-6, 1e-2, 1.0, 1e4}) {
      const MarchResult result = march_at_peclet_thousand(scheme, stepper("implicit_euler"), t);
      EXPECT_TRUE(passes(stays_positive(scheme.claim.name, result))) << " t = " << t;
      EXPECT_TRUE(result.nonnegative());
      EXPECT_TRUE(passes(mass_is_kept(scheme.claim.name, result, 1e-14)));
    }
  }
}

TEST(March, ImplicitEulerKeepsDensitiesOfTenToTheMinusThreeHundredPositive) {
  const process::OrnsteinUhlenbeck ou(1, 0, 0.2 * std::sqrt(2.0), 1);
  const Grid grid = line(-7.4, 7.4, 800);
  const Eigen::ArrayXd p0 = initial_density(density::gaussian_1d(0, 0.2), grid).density;
  ASSERT_LT(p0.minCoeff(), 1e-295);
  ASSERT_GT(p0.minCoeff(), 0);
  const MarchResult result =
      march(scharfetter_gummel(ou, grid), stepper("implicit_euler"), p0, {{0, 0.1}, {100}});
  EXPECT_GT(result.minimum, 0);
}

TEST(March, FreeEnergyFallsAtEveryStepOfImplicitEuler) {
  const auto process = double_well(0.5);
  const Grid grid = line(-3, 3, 150);
  const Eigen::ArrayXd p0 = initial_density(density::gaussian_1d(-0.5, 0.3), grid).density;
  for (const double dt : {1e-3, 0.1, 10.0}) {
    const RecordedMarch march = march_recording(scharfetter_gummel(process, grid), stepper("implicit_euler"),
                                                p0, {{0, 60 * dt}, {60}});
    double before = std::numeric_limits<double>::infinity();
    for (Index k = 0; k <= 60; ++k) {
      const double f = free_energy(grid, march.recording.densities.col(k), process.potential(), 0.5);
      EXPECT_LE(f, before + 1e-14) << "Δt = " << dt << ", step " << k;
      before = f;
    }
  }
}

// One full cell and a step far above h²/D: the explicit half of TR-BDF2 overshoots.
TEST(March, ReportsANegativeDensityAsAStatusWithItsTime) {
  const process::Brownian heat(1, 1);
  const Grid grid = line(-1, 1, 101);
  Eigen::ArrayXd p0 = Eigen::ArrayXd::Zero(101);
  p0(50) = 1 / grid.cell_volume();
  const Generator generator = scharfetter_gummel(heat, grid);
  const MarchResult bad = march(generator, stepper("tr_bdf2"), p0, {{2, 2.02}, {4}});
  EXPECT_LT(bad.minimum, 0);
  EXPECT_FALSE(bad.nonnegative());
  EXPECT_NEAR(bad.minimum_time, 2.005, 1e-12);
  EXPECT_TRUE(march(generator, stepper("tr_bdf2"), p0, {{2, 2.02}, {4000}}).nonnegative());
}

TEST(March, ReportsANegativeDensityInTwoDimensionsWhereverItIs) {
  const process::Brownian heat(1, 2);
  const Grid grid = square(1, 37);  // two whole bundles of lines and an incomplete one
  const Generator generator = scharfetter_gummel(heat, grid);
  for (const Index cell : {Index{0}, Index{20 + 37 * 9}, Index{36 + 37 * 36}}) {
    Eigen::ArrayXd p0 = Eigen::ArrayXd::Zero(grid.cells());
    p0(cell) = 1 / grid.cell_volume();
    const MarchResult bad = march(generator, stepper("tr_bdf2"), p0, {{2, 3}, {4}});
    EXPECT_LT(bad.minimum, 0) << cell;
    EXPECT_NEAR(bad.minimum_time, 2.25, 1e-12) << cell;
    EXPECT_TRUE(march(generator, stepper("implicit_euler"), p0, {{2, 3}, {4}}).nonnegative());
  }
  Eigen::ArrayXd huge = Eigen::ArrayXd::Zero(grid.cells());
  huge(5) = 1e308;
  EXPECT_THROW(march(generator, stepper("tr_bdf2"), huge, {{0, 1}, {4}}), NumericalFailure);
}

TEST(March, StepsOneByOneGiveTheSameBitsAndObserversSeeTheGivenTimes) {
  const process::OrnsteinUhlenbeck ou(1, 0.3, 1.2, 1);
  const Grid grid = line(-6, 6, 203);
  const Generator generator = scharfetter_gummel(ou, grid);
  const Eigen::ArrayXd p0 = initial_density(lopsided_mixture_1d(), grid).density;
  for (const auto& s : steppers()) {
    std::vector<double> seen;
    const std::vector<double> times{0, 0.25, 1};
    const MarchResult whole =
        march(generator, *s, p0, {times, {8, 16}}, [&](Index index, double t, const auto& p) {
          EXPECT_EQ(index, static_cast<Index>(seen.size()));
          EXPECT_NEAR(mass(grid, p), 1, 1e-12);
          seen.push_back(t);
        });
    EXPECT_EQ(seen, times);
    const RecordedMarch recorded = march_recording(generator, *s, p0, {times, {8, 16}});
    EXPECT_TRUE((whole.density == recorded.result.density).all());
    ASSERT_EQ(recorded.recording.times.size(), 25u);
    EXPECT_NEAR(recorded.recording.times[8], 0.25, 1e-15);
    EXPECT_TRUE((recorded.recording.densities.col(24) == whole.density).all());
    EXPECT_TRUE((recorded.recording.densities.col(0) == p0).all());
  }
}

TEST(March, BitsDoNotDependOnThreads) {
  const process::OrnsteinUhlenbeck ou(1, 0.3, 1.2, 2);
  const Grid grid({{-6, 6, 600}, {-6, 6, 390}});  // enough for 7 tasks
  const Eigen::ArrayXd p0 = initial_density(lopsided_mixture_2d(), grid).density;
  const int before = threads();
  set_threads(1);
  const Eigen::ArrayXd one = marched(scharfetter_gummel(ou, grid), stepper("tr_bdf2"), p0, 0.5, 5);
  for (const int count : {2, 3, 7}) {
    set_threads(count);
    const Eigen::ArrayXd many = marched(scharfetter_gummel(ou, grid), stepper("tr_bdf2"), p0, 0.5, 5);
    EXPECT_TRUE((one == many).all()) << count << " threads";
  }
  set_threads(before);
}

// Lines of one width are bundles of one grid and incomplete bundles of another: both give the product of 1-D
// marches.
TEST(March, TwoDimensionsAreTheProductOfOneWhereTheProcessIsSeparable) {
  const process::OrnsteinUhlenbeck ou(1, 0.3, 1.2, 1), ou2(1, 0.3, 1.2, 2);
  const density::GaussianMixture p = lopsided_mixture_1d(), q = density::gaussian_1d(0.7, 0.6);
  const Grid gx = line(-6, 6, 45), gy = line(-5, 6, 64), grid({gx.axis(0), gy.axis(0)});
  const Eigen::ArrayXd px = initial_density(p, gx).density, py = initial_density(q, gy).density;
  Eigen::ArrayXd p0(grid.cells());
  for (Index k = 0; k < grid.cells(); ++k) p0(k) = px(k % 45) * py(k / 45);
  const Index steps = 20;
  for (const auto& s : steppers()) {
    if (!dynamic_cast<const SinglyImplicitStepper*>(s.get())) continue;  // the others do not split the axes
    const Eigen::ArrayXd both = marched(scharfetter_gummel(ou2, grid), *s, p0, 0.5, steps);
    const Eigen::ArrayXd x = marched(scharfetter_gummel(ou, gx), *s, px, 0.5, steps);
    // The second axis makes a half step, steps − 1 whole ones and another half step.
    const double dt = 0.5 / static_cast<double>(steps);
    const Eigen::ArrayXd y =
        march(scharfetter_gummel(ou, gy), *s, py, {{0, dt / 2, 0.5 - dt / 2, 0.5}, {1, steps - 1, 1}})
            .density;
    for (Index k = 0; k < grid.cells(); ++k) {
      EXPECT_NEAR(both(k), x(k % 45) * y(k / 45), 1e-13) << s->claim().name << " cell " << k;
    }
  }
}

TEST(March, RefusesWrongArgumentsAndNumbersThatAreNotFinite) {
  const process::Brownian heat(1, 1);
  const Grid grid = line(-1, 1, 10);
  const Generator generator = scharfetter_gummel(heat, grid);
  const TimeStepper& s = stepper("implicit_euler");
  const Eigen::ArrayXd p0 = Eigen::ArrayXd::Constant(10, 0.5);
  EXPECT_THROW(march(generator, s, Eigen::ArrayXd::Ones(9), {{0, 1}, {1}}), InvalidArgument);
  EXPECT_THROW(march(generator, s, -p0, {{0, 1}, {1}}), InvalidArgument);
  EXPECT_THROW(march(generator, s, p0 * std::nan(""), {{0, 1}, {1}}), InvalidArgument);
  EXPECT_THROW(march(generator, s, p0, {{0, 1, 1}, {1, 1}}), InvalidArgument);
  EXPECT_THROW(march(generator, s, p0, {{0, 1}, {0}}), InvalidArgument);
  EXPECT_THROW(march(generator, s, p0, {{0, 1}, {1, 1}}), InvalidArgument);
  EXPECT_THROW(march(generator, s, p0, {{0}, {}}), InvalidArgument);
  EXPECT_THROW(s.prepare(generator, 0), InvalidArgument);
  EXPECT_THROW(march(generator, s, Eigen::ArrayXd::Constant(10, 1e308), {{0, 1}, {1}}), NumericalFailure);
  const process::Brownian heat2(1, 2);
  const Generator plane = scharfetter_gummel(heat2, square(1, 10));
  const Eigen::ArrayXd p2 = Eigen::ArrayXd::Constant(100, 0.25);
  EXPECT_THROW(march_recording(plane, s, p2, {{0, 1}, {1'000'000'000'000}}), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::fokker_planck
