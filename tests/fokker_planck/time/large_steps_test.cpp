// What steps of any length keep: equilibrium, positivity, mass.

#include <gtest/gtest.h>

#include <cmath>

#include "fokker_planck/problems.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/time/bdf2.hpp"
#include "kolmo/fokker_planck/time/singly_implicit.hpp"
#include "kolmo/fokker_planck/time/unsplit.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;

constexpr double steps[] = {1e-6, 1e-3, 1, 1e3, 1e6, 1e9, 1e12};

Generator well_on(const Grid& grid) {
  const auto tilted = std::make_shared<density::DoubleWell>(0.3);
  return scharfetter_gummel(process::OverdampedLangevin(tilted, 1), grid);
}

/// One step from the discrete Gibbs state: the largest |p/π − 1|.
double change(const Generator& generator, const TimeStepper& stepper, double dt) {
  const Eigen::ArrayXd pi = stationary_density(generator);
  const MarchResult result = march(generator, stepper, pi, {{0, dt}, {1}});
  EXPECT_GE(result.minimum, 0) << stepper.claim().name << ", step " << dt;
  EXPECT_LE(result.mass_defect, 1e-15) << stepper.claim().name << ", step " << dt;
  return (result.density / pi - 1).abs().maxCoeff();
}

// Every entry of the solve has a relative error of a few ε times √cells (of sums of terms that are ≥ 0).
TEST(LargeSteps, LeaveTheGibbsStateOnALineAlone) {
  const Generator generator = well_on(line(-2.5, 2.5, 1000));
  for (const double dt : steps) {
    EXPECT_LE(change(generator, implicit_euler(), dt), 1e-12) << dt;
    EXPECT_LE(change(generator, tr_bdf2(), dt), 1e-12) << dt;
    EXPECT_LE(change(generator, unsplit(implicit_euler()), dt), 1e-12) << dt;
  }
}

// V = x⁴/4 + y²/2 + y: the axes commute, so that a split step keeps the state too.
TEST(LargeSteps, LeaveTheGibbsStateInThePlaneAlone) {
  const Generator well = well_on(line(-2.5, 2.5, 300)),
                  spring = scharfetter_gummel(process::OrnsteinUhlenbeck(1, 0.2, 1, 1), line(-4, 4, 120));
  FaceRates first = well.rates(0), second = spring.rates(0);
  const Generator generator(Grid({{-2.5, 2.5, 300}, {-4, 4, 120}}), {first, second}, "both");
  for (const double dt : steps) {
    EXPECT_LE(change(generator, implicit_euler(), dt), 1e-12) << dt;
    EXPECT_LE(change(generator, tr_bdf2(), dt), 1e-12) << dt;
  }
  // With a column for every line: other kernels.
  for (FaceRates* r : {&first, &second}) {
    const Index lines = r == &first ? 120 : 300;
    r->up = r->up.col(0).replicate(1, lines).eval();
    r->down = r->down.col(0).replicate(1, lines).eval();
    r->log_ratio = r->log_ratio.col(0).replicate(1, lines).eval();
  }
  const Generator own(generator.grid(), {first, second}, "own columns");
  for (const double dt : steps) EXPECT_LE(change(own, implicit_euler(), dt), 1e-12) << dt;
}

TEST(LargeSteps, KeepTheConstantOnARing) {
  const process::Brownian heat(1, 1);
  const Generator generator = scharfetter_gummel(heat, line(0, 1, 500), {Boundary::periodic});
  for (const double dt : steps) EXPECT_LE(change(generator, implicit_euler(), dt), 1e-12) << dt;
}

// From a narrow start: p ≥ 0 and the mass to rounding at every Δt.
TEST(LargeSteps, OfImplicitEulerKeepDensitiesPositive) {
  const Generator generator = well_on(line(-2.5, 2.5, 1000));
  Eigen::ArrayXd p0 = Eigen::ArrayXd::Zero(1000);
  p0(900) = 1 / generator.grid().cell_volume();
  for (const double dt : steps) {
    const MarchResult result = march(generator, implicit_euler(), p0, {{0, 5 * dt}, {5}});
    EXPECT_GE(result.minimum, 0) << dt;
    EXPECT_LE(result.mass_defect, 1e-15) << dt;
  }
}

// What is left after a long step is κ Δt times smaller than what leaves: both keep their relative accuracy,
// and they add up to the mass.
TEST(LargeSteps, ThroughAbsorbingSidesCountWhatLeaves) {
  const process::Brownian heat(std::sqrt(2.0), 1);
  const Generator generator = scharfetter_gummel(heat, line(0, 1, 400), {Boundary::absorbing});
  const Eigen::ArrayXd p0 = Eigen::ArrayXd::Constant(400, 1.0);
  for (const double dt : {1e3, 1e6, 1e12}) {
    const MarchResult result = march(generator, implicit_euler(), p0, {{0, dt}, {1}});
    // (1 − Δt ∂²) p = 1 with p = 0 at both sides: p = x(1 − x)/2/Δt + O(Δt⁻²), of which 1/12 Δt is left.
    const double left = sum(result.density.data(), 400) / 400;
    EXPECT_NEAR(left * dt * 12, 1, 1e-4 + 0.2 / dt * 10) << dt;
    EXPECT_NEAR(result.outflow() + left, 1, 4e-16) << dt;
    EXPECT_NEAR(result.outflows.back().sides[0][0] / result.outflows.back().sides[0][1], 1, 1e-12);
  }
}

}  // namespace
}  // namespace kolmo::fokker_planck
