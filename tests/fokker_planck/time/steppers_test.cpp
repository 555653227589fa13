// Steppers by their coefficients, their start, and the largest steps that keep what densities have.

#include <gtest/gtest.h>

#include <cmath>

#include "fokker_planck/time/order_checks.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/time/bdf2.hpp"
#include "kolmo/fokker_planck/time/explicit_stepper.hpp"
#include "kolmo/fokker_planck/time/largest_step.hpp"
#include "kolmo/fokker_planck/time/started_stepper.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;
using verify::test::fails;
using verify::test::passes;

/// R(z) of a singly implicit stepper: one step of p' = z p, K = κ z.
double amplification(const SinglyImplicitStepper& stepper, double z) {
  const double k = stepper.kappa() * z;
  double r = 1;
  for (const ImplicitStage& stage : stepper.stages()) {
    const double q = (1 + stage.explicit_part * k) / (1 - k) * r;
    r += stage.old_flux * k * r + stage.new_flux * k * q;
  }
  return r;
}

// R(z) = e^z + O(z^{q+1}): the local error falls by 2^{q+1} as z is halved.
TEST(SinglyImplicit, AgreesWithTheExponentialToItsOrder) {
  for (const auto& s : {implicit_euler(), tr_bdf2(), crank_nicolson(), sdirk3()}) {
    const auto error = [&](double z) { return std::abs(amplification(s, z) - std::exp(z)); };
    EXPECT_NEAR(std::log2(error(-0.04) / error(-0.02)), *s.claim().order(Sense::time, Context::line) + 1,
                0.05)
        << s.claim().name;
  }
}

TEST(SinglyImplicit, IsLStableWhereItSaysSo) {
  for (const auto& s : {implicit_euler(), tr_bdf2(), sdirk3()}) {
    EXPECT_LE(std::abs(amplification(s, -1e8)), 1e-7) << s.claim().name;
    for (double z = -1e-3; z > -1e6; z *= 1.3) EXPECT_LE(std::abs(amplification(s, z)), 1) << s.claim().name;
  }
  EXPECT_NEAR(amplification(crank_nicolson(), -1e8), -1, 1e-7);
}

// Alexander's three stages, solved one by one: A = [κ; ½(1−κ) κ; b₁ b₂ κ].
TEST(Sdirk3, IsAlexandersMethodOnALinearEquation) {
  const double k = sdirk3().kappa();
  EXPECT_NEAR(6 * k * k * k - 18 * k * k + 9 * k - 1, 0, 1e-14);
  const double b1 = -(6 * k * k - 16 * k + 1) / 4, b2 = (6 * k * k - 20 * k + 5) / 4;
  for (const double z : {-0.1, -1.0, -30.0}) {
    const double k1 = z / (1 - k * z);
    const double k2 = z * (1 + (1 - k) / 2 * k1) / (1 - k * z);
    const double k3 = z * (1 + b1 * k1 + b2 * k2) / (1 - k * z);
    EXPECT_NEAR(amplification(sdirk3(), z), 1 + b1 * k1 + b2 * k2 + k * k3, 1e-13);
  }
}

Claim of_order(const char* name, double order) {
  Claim claim;
  claim.name = name;
  claim.orders.set(Sense::time, Context::line, order);
  claim.orders.set(Sense::time, Context::axes, order);
  return claim;
}

TEST(WrongSteppers, AreSeenByTheirOrders) {
  const double k = sdirk3().kappa(), a = 1 / k - 3, b = 1 / (2 * k * k) - 3 / k + 3;
  const SinglyImplicitStepper sdirk(of_order("sdirk3, b halved", 3), k,
                                    {{0, -b / 2, 1 + a + b / 2}, {0, 0, 1}, {0, 0, 1}});
  EXPECT_TRUE(fails(order_in_time_1d(sdirk)));
  const SinglyImplicitStepper other_kappa(of_order("sdirk3, wrong κ", 3), 0.4, sdirk3().stages());
  EXPECT_TRUE(fails(order_in_time_1d(other_kappa)));
  const SinglyImplicitStepper lopsided(of_order("crank_nicolson, θ = 0.55", 2), 0.55,
                                       {{0.45 / 0.55, 0.45 / 0.55, 1}});
  EXPECT_TRUE(fails(order_in_time_1d(lopsided)));
}

// p₋₁ = p₀ as the start makes a first step of ⅔ Δt.
TEST(WrongSteppers, Bdf2WithoutAStartIsSeen) {
  const Bdf2 wrong(std::make_shared<SinglyImplicitStepper>(of_order("no start", 1), 2.0 / 3,
                                                           std::vector<ImplicitStage>{{0, 0, 1}}));
  const verify::Check order = order_in_time_1d(wrong);
  EXPECT_TRUE(fails(order));
  EXPECT_NEAR(order.observed, 1, 0.1);
}

// One step of implicit Euler errs by Δt², which leaves order 2 over a march but not in its first steps.
TEST(Bdf2, ErrsByTheThirdPowerOfTheStepFromItsStartOn) {
  const process::OrnsteinUhlenbeck ou(1.3, 0.4, 1.1, 1);
  const Grid grid = line(-6, 6, 240);
  const Generator generator = scharfetter_gummel(ou, grid);
  const Eigen::ArrayXd p0 = initial_density(lopsided_mixture_1d(), grid).density;
  const auto order_of_two_steps = [&](const TimeStepper& stepper) {
    const auto error = [&](double dt) {
      return l1(grid, marched(generator, stepper, p0, 2 * dt, 2),
                marched(generator, sdirk3(), p0, 2 * dt, 64));
    };
    return std::log2(error(0.002) / error(0.001));
  };
  EXPECT_NEAR(order_of_two_steps(Bdf2()), 3, 0.15);
  const Bdf2 by_implicit_euler(std::make_shared<SinglyImplicitStepper>(implicit_euler()));
  EXPECT_NEAR(order_of_two_steps(by_implicit_euler), 2, 0.15);
  EXPECT_TRUE(passes(order_in_time_1d(by_implicit_euler)));
}

TEST(Bdf2, StartsAnewWhereTheDensityIsNotTheOneItLeft) {
  const process::OrnsteinUhlenbeck ou(1.3, 0.4, 1.1, 1);
  const Grid grid = line(-6, 6, 120);
  const Generator generator = scharfetter_gummel(ou, grid);
  const Eigen::ArrayXd p0 = initial_density(lopsided_mixture_1d(), grid).density;
  const auto propagator = Bdf2().prepare(generator, 0.01);
  Eigen::ArrayXd first = p0, again = p0, other = p0.reverse();
  propagator->advance(first.data(), 5);
  propagator->advance(other.data(), 3);
  propagator->advance(again.data(), 5);
  EXPECT_TRUE((first == again).all());
}

// Two cells of a zigzag at D Δt/h² = 650: Crank–Nicolson keeps it with its sign turned, the half steps of
// implicit Euler damp it by 1/(1 + 4·325)⁴.
TEST(CrankNicolson, RingsOnRoughDataAndRannachersStartDoesNot) {
  const process::Brownian heat(1, 1);
  const Grid grid = line(0, 1, 256);
  Eigen::ArrayXd p0(256);
  for (Index i = 0; i < 256; ++i) p0(i) = i % 2 == 0 ? 2 : 0;
  const Generator generator = scharfetter_gummel(heat, grid);
  const double dt = 0.02;
  EXPECT_GE((marched(generator, crank_nicolson(), p0, 10 * dt, 10) - 1).abs().maxCoeff(), 0.9);
  // 4 half steps leave (π²/2 · 0.01)-damped long waves of 1/128 at most.
  EXPECT_LE((marched(generator, crank_nicolson_rannacher(), p0, 10 * dt, 10) - 1).abs().maxCoeff(), 1e-2);
}

TEST(LargestStep, IsInfiniteForImplicitEulerAndFiniteWherePositivityIsNotProved) {
  const auto process = double_well(0.5);
  const Grid grid = line(-3, 3, 120);
  const Generator generator = scharfetter_gummel(process, grid);
  const Eigen::ArrayXd p0 = initial_density(density::gaussian_1d(-0.5, 0.3), grid).density;
  const Eigen::ArrayXd gibbs = stationary_density(generator);
  EXPECT_TRUE(std::isinf(largest_positive_step(generator, implicit_euler(), p0)));
  EXPECT_TRUE(std::isinf(largest_monotone_step(generator, implicit_euler(), p0, gibbs)));
  LargestStepSettings settings;
  settings.slack = 1e-12;
  for (const auto& s : steppers()) {
    const double positive = largest_positive_step(generator, *s, p0, settings);
    const double strict = largest_positive_step(generator, *s, p0);
    const double monotone = largest_monotone_step(generator, *s, p0, gibbs, settings);
    RecordProperty("largest step/" + s->claim().name, "p ≥ 0: " + std::to_string(strict) +
                                                          ", to 1e-12: " + std::to_string(positive) +
                                                          ", monotone: " + std::to_string(monotone));
    EXPECT_GT(positive, 0) << s->claim().name;
    EXPECT_LE(strict, positive) << s->claim().name;
    EXPECT_LE(monotone, positive) << s->claim().name;
    if (std::isfinite(positive)) {
      const auto minimum = [&](double dt) { return march(generator, *s, p0, {{0, 20 * dt}, {20}}).minimum; };
      EXPECT_GE(minimum(positive), -1e-10) << s->claim().name;
      EXPECT_LT(minimum(1.02 * positive), 0) << s->claim().name;
    }
  }
}

// The heat equation from one full cell, one step of Crank–Nicolson: p ≥ 0 up to D Δt/h² = 1 on an inner cell
// (Bolley, Crouzeix 1978), a little beyond for the cell itself: 1 − r + … turns at r = 3/2 on the whole line.
TEST(LargestStep, OfCrankNicolsonIsTheTheorems) {
  const process::Brownian heat(std::sqrt(2.0), 1);
  const Grid grid = line(-1, 1, 201);
  Eigen::ArrayXd p0 = Eigen::ArrayXd::Zero(201);
  p0(100) = 1 / grid.cell_volume();
  LargestStepSettings settings;
  settings.steps = 1;
  const double h = grid.axis(0).width();
  const double largest =
      largest_positive_step(scharfetter_gummel(heat, grid), crank_nicolson(), p0, settings) / (h * h);
  // 2 (1 − r/2 Δ)⁻¹ − 1 at the cell: 2/√(1 + 2 r) = 1.
  EXPECT_NEAR(largest, 1.5, 0.02);
}

TEST(Explicit, HasTheOrderOfItsTableAndKeepsItsTolerance) {
  const process::OrnsteinUhlenbeck ou(1.3, 0.4, 1.1, 1);
  const Grid grid = line(-6, 6, 120);
  const Generator generator = scharfetter_gummel(ou, grid);
  const Eigen::ArrayXd p0 = initial_density(lopsided_mixture_1d(), grid).density;
  const Eigen::ArrayXd fine = marched(generator, sdirk3(), p0, 0.5, 6400);
  for (const double tolerance : {1e-4, 1e-6, 1e-8}) {
    for (const auto& s : {explicit_bogacki_shampine(tolerance), explicit_dormand_prince(tolerance)}) {
      const MarchResult result = march(generator, s, p0, {{0, 0.5}, {1}});
      EXPECT_LE(l1(grid, result.density, fine), tolerance) << s.claim().name;
      EXPECT_LE(result.mass_defect, 1e-13) << s.claim().name;
    }
  }
  // Row sums of b: b·1 = 1, b·c = ½; e·1 = 0.
  for (const ExplicitTable& table : {bogacki_shampine_table(), dormand_prince_table()}) {
    double sum_b = 0, sum_bc = 0, sum_e = 0;
    for (std::size_t j = 0; j < table.a.back().size(); ++j) {
      double c = 0;
      for (const double x : table.a[j]) c += x;
      sum_b += table.a.back()[j];
      sum_bc += table.a.back()[j] * c;
    }
    for (const double x : table.e) sum_e += x;
    EXPECT_NEAR(sum_b, 1, 1e-15);
    EXPECT_NEAR(sum_bc, 0.5, 1e-15);
    EXPECT_NEAR(sum_e, 0, 1e-15);
  }
}

TEST(Explicit, RefusesToGoOnWhereItsStepsVanish) {
  const process::Brownian heat(1, 1);
  const Generator generator = scharfetter_gummel(heat, line(-1, 1, 10));
  EXPECT_THROW(
      march(generator, explicit_dormand_prince(1e-6), Eigen::ArrayXd::Constant(10, 1e308), {{0, 1}, {1}}),
      NumericalFailure);
  EXPECT_THROW(explicit_dormand_prince(0), InvalidArgument);
}

/// 2 × 2 cells that exchange along the axes and along a diagonal.
Generator with_mixed_derivatives() {
  const FaceRates along{Eigen::ArrayXXd::Constant(5, 1, 3.0), Eigen::ArrayXXd::Constant(5, 1, 3.0),
                        Eigen::ArrayXXd::Zero(5, 1)};
  Eigen::Matrix2d mixed;
  mixed << 0, 0.5, 0.5, 0;
  return Generator(Grid({{0, 6, 6}, {0, 6, 6}}), {along, along}, "by hand", mixed);
}

TEST(Steppers, SayWhatTheyTakeAndRefuseTheRest) {
  const process::OrnsteinUhlenbeck ou(1, 0, 1, 1);
  const process::Brownian heat(1, 1);
  const Generator generators[] = {scharfetter_gummel(ou, line(-4, 4, 20)),
                                  scharfetter_gummel(heat, line(0, 1, 20), {Boundary::periodic}),
                                  discretisation("central").build(ou, line(-40, 40, 20)),
                                  scharfetter_gummel(Stirred(2), square(3, 8)), with_mixed_derivatives()};
  for (const Generator& generator : generators) {
    for (const auto& s : all_steppers()) {
      bool taken = true;
      try {
        s->prepare(generator, 0.01);
      } catch (const InvalidArgument&) {
        taken = false;
      }
      EXPECT_EQ(s->takes(generator), taken) << s->claim().name << " " << generator.grid().dimension();
    }
  }
}

TEST(Steppers, ProvePositivityWhereTheyAreImplicitEulerOrTheExponential) {
  const Generator monotone = scharfetter_gummel(process::OrnsteinUhlenbeck(1, 0, 1, 1), line(-4, 4, 20));
  const Generator central =
      discretisation("central").build(process::OrnsteinUhlenbeck(1, 0, 1, 1), line(-40, 40, 20));
  ASSERT_TRUE(central.has_negative_rates());
  for (const auto& s : all_steppers()) {
    const bool proved = s->claim().order(Sense::time, Context::line) == 1.0 || exact_in_time(*s);
    EXPECT_EQ(s->keeps_positive(monotone), proved) << s->claim().name;
    EXPECT_FALSE(s->keeps_positive(central)) << s->claim().name;
  }
}

}  // namespace
}  // namespace kolmo::fokker_planck
