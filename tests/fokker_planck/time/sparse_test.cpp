// Steps of a whole generator by sparse LU: any sides, no splitting.

#include <gtest/gtest.h>

#include "fokker_planck/operator/generator_checks.hpp"
#include "fokker_planck/time/order_checks.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/time/explicit_stepper.hpp"
#include "kolmo/fokker_planck/time/march_adaptive.hpp"
#include "kolmo/fokker_planck/time/unsplit.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;
using verify::test::passes;

TEST(Unsplit, IsTheTridiagonalStepperOnAClosedLine) {
  const process::OrnsteinUhlenbeck ou(1, 0.3, 1.2, 1);
  const Grid grid = line(-6, 6, 203);
  const Generator generator = scharfetter_gummel(ou, grid);
  const Eigen::ArrayXd p0 = initial_density(lopsided_mixture_1d(), grid).density;
  for (const auto& s : {implicit_euler(), tr_bdf2(), crank_nicolson(), sdirk3()}) {
    const Eigen::ArrayXd line_by_line = marched(generator, s, p0, 0.5, 20);
    const Eigen::ArrayXd whole = marched(generator, unsplit(s), p0, 0.5, 20);
    EXPECT_LE((line_by_line - whole).abs().maxCoeff(), 1e-12) << s.claim().name;
  }
}

// The heat kernel on a circle, on an interval that absorbs: modes with known rates of the discrete operator.
TEST(Unsplit, DampsTheModesOfPeriodicAndAbsorbingSidesAtTheirRates) {
  const process::Brownian heat(std::sqrt(2.0), 1);
  const Index n = 64;
  const Grid grid = line(0, 1, n);
  const double h = 1.0 / static_cast<double>(n), pi = std::acos(-1.0), t = 0.02;
  const auto mode = [&](double wave, double shift) {
    Eigen::ArrayXd p(n);
    for (Index i = 0; i < n; ++i) p(i) = shift + std::sin(wave * grid.axis(0).centre(i));
    return p;
  };
  const auto damped = [&](double wave) {
    return std::exp(-4 / (h * h) * std::pow(std::sin(wave * h / 2), 2) * t);
  };
  const Generator ring = scharfetter_gummel(heat, grid, {Boundary::periodic});
  const Generator open = scharfetter_gummel(heat, grid, {Boundary::absorbing});
  const Eigen::ArrayXd around = marched(ring, unsplit(sdirk3()), mode(2 * pi, 1), t, 200);
  EXPECT_LE((around - 1 - damped(2 * pi) * (mode(2 * pi, 0))).abs().maxCoeff(), 1e-7);
  const Eigen::ArrayXd inside = marched(open, unsplit(sdirk3()), mode(pi, 0), t, 200);
  EXPECT_LE((inside - damped(pi) * mode(pi, 0)).abs().maxCoeff(), 1e-8);
}

// Sides that absorb along one axis and a ring along the other: what left is counted by the fluxes themselves,
// so that mass + outflow stays to rounding.
TEST(Sides, LoseWhatIsReportedWithEveryStepper) {
  const process::OrnsteinUhlenbeck ou(1, 0.3, 1.2, 2);
  const Grid grid({{-1, 1.5, 20}, {-2, 2, 18}});
  const Boundaries sides(
      {{Boundary::absorbing, Boundary::absorbing}, {Boundary::periodic, Boundary::periodic}});
  const Generator generator = discretisation("chang_cooper").build(ou, grid, {sides});
  Eigen::ArrayXd p0 = Eigen::ArrayXd::Constant(grid.cells(), 0.1);
  const Eigen::ArrayXd fine = marched(generator, unsplit(sdirk3()), p0, 0.3, 200);
  const double lost = march(generator, unsplit(sdirk3()), p0, {{0, 0.3}, {200}}).outflow();
  std::vector<std::shared_ptr<const TimeStepper>> all = steppers();
  all.push_back(std::make_shared<ExplicitStepper>(explicit_dormand_prince(1e-6)));
  for (const auto& s : all) {
    const MarchResult result = march(generator, *s, p0, {{0, 0.3}, {300}});
    EXPECT_TRUE(passes(mass_is_kept(s->claim().name, result)));
    EXPECT_NEAR(result.outflow(), lost, 2e-3 * lost) << s->claim().name;
    EXPECT_LE(l1(grid, result.density, fine), 1e-3) << s->claim().name;
  }
  const AdaptiveResult adaptive = march_adaptive(generator, tr_bdf2(), p0, {0, 0.1, 0.3});
  EXPECT_TRUE(passes(mass_is_kept("adaptive", adaptive.march)));
  EXPECT_NEAR(adaptive.march.outflow(), lost, 1e-4 * lost);
}

TEST(Unsplit, KeepsMassAroundARingAndImplicitEulerKeepsDensitiesPositive) {
  const process::OrnsteinUhlenbeck ou(1, 0.3, 1.2, 2);
  const Grid grid({{-4, 4, 18}, {-4, 5, 21}});
  const Boundaries sides({{Boundary::periodic, Boundary::periodic}, {Boundary::no_flux, Boundary::no_flux}});
  const Generator generator = discretisation("chang_cooper").build(ou, grid, {sides});
  Eigen::ArrayXd p0 = Eigen::ArrayXd::Zero(grid.cells());
  p0(40) = 1 / grid.cell_volume();
  for (const TimeStepper* s :
       {&stepper("implicit_euler_unsplit"), &stepper("tr_bdf2_unsplit"), &stepper("bdf2")}) {
    EXPECT_TRUE(passes(mass_is_kept(s->claim().name, march(generator, *s, p0, {{0, 5}, {10'000}}))));
  }
  for (const double t : {1e-6, 1e-2, 1.0, 1e4}) {
    EXPECT_GE(march(generator, stepper("implicit_euler_unsplit"), p0, {{0, t}, {20}}).minimum, 0) << t;
  }
}

TEST(Unsplit, KeepsDensitiesOfTenToTheMinusThreeHundredPositive) {
  const process::OrnsteinUhlenbeck ou(1, 0, 0.2 * std::sqrt(2.0), 1);
  const Grid grid = line(-7.4, 7.4, 800);
  const Eigen::ArrayXd p0 = initial_density(density::gaussian_1d(0, 0.2), grid).density;
  const Boundaries sides(Boundary::periodic);
  const MarchResult result = march(discretisation("chang_cooper").build(ou, grid, {sides}),
                                   stepper("implicit_euler_unsplit"), p0, {{0, 0.1}, {100}});
  EXPECT_GT(result.minimum, 0);
}

TEST(Unsplit, ReportsANegativeDensityAndRefusesWrongArguments) {
  const process::Brownian heat(1, 2);
  const Generator generator = scharfetter_gummel(heat, square(1, 15), {Boundary::periodic});
  Eigen::ArrayXd p0 = Eigen::ArrayXd::Zero(225);
  p0(112) = 225.0 / 4;
  const MarchResult bad = march(generator, stepper("tr_bdf2_unsplit"), p0, {{2, 3}, {4}});
  EXPECT_LT(bad.minimum, 0);
  EXPECT_NEAR(bad.minimum_time, 2.25, 1e-12);
  EXPECT_THROW(stepper("tr_bdf2_unsplit").prepare(generator, 0), InvalidArgument);
  EXPECT_THROW(stepper("bdf2").prepare(generator, -1), InvalidArgument);
  const Eigen::ArrayXd huge = Eigen::ArrayXd::Constant(225, 1e308);
  EXPECT_THROW(march(generator, stepper("tr_bdf2_unsplit"), huge, {{0, 1}, {4}}), NumericalFailure);
}

}  // namespace
}  // namespace kolmo::fokker_planck
