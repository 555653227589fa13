// The exponentials of the generator against each other, against small steps and against closed forms.

#include "kolmo/fokker_planck/time/exponential.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "fokker_planck/problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "verify/verdicts.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;
using verify::test::compared;
using verify::test::fails;
using verify::test::passes;

struct Problem {
  Generator generator;
  Eigen::ArrayXd p0;
};

Problem mixture_problem(Index cells = 240) {
  const process::OrnsteinUhlenbeck ou(1.3, 0.4, 1.1, 1);
  const Grid grid = line(-6, 6, cells);
  return {scharfetter_gummel(ou, grid), initial_density(lopsided_mixture_1d(), grid).density};
}

TEST(Exponential, BothAgreeWithEachOther) {
  const Problem problem = mixture_problem();
  for (const double t : {1e-3, 0.1, 1.0, 10.0}) {
    const Eigen::ArrayXd eigen = marched(problem.generator, EigenExponential(), problem.p0, t, 1);
    const Eigen::ArrayXd krylov = marched(problem.generator, KrylovExponentialStepper(), problem.p0, t, 1);
    EXPECT_LE(l1(problem.generator.grid(), eigen, krylov), 1e-10) << "t = " << t;
  }
}

// TR-BDF2 approaches them at its own order 2: nothing of theirs is left in its error.
TEST(Exponential, IsTheLimitOfSmallSteps) {
  const Problem problem = mixture_problem();
  for (const auto& s : exponentials()) {
    const Eigen::ArrayXd exact = marched(problem.generator, *s, problem.p0, 0.5, 1);
    std::vector<double> errors;
    for (const Index n : {100, 200, 400}) {
      errors.push_back(l1(problem.generator.grid(),
                          marched(problem.generator, stepper("tr_bdf2"), problem.p0, 0.5, n), exact));
    }
    EXPECT_TRUE(passes(compared("order of tr_bdf2 against " + s->claim().name, 2, last_order(errors), 0.05)));
    EXPECT_LE(errors.back(), 1e-5);
  }
}

// exp(t L) = exp(t/n L)ⁿ whatever n: infinite order, as claimed; tr_bdf2 in their place is seen.
TEST(Exponential, DoesNotDependOnTheStep) {
  const Problem problem = mixture_problem();
  const auto defect = [&](const TimeStepper& s) {
    return l1(problem.generator.grid(), marched(problem.generator, s, problem.p0, 0.5, 1),
              marched(problem.generator, s, problem.p0, 0.5, 64));
  };
  for (const auto& s : exponentials()) {
    EXPECT_EQ(*s->claim().order(Sense::time, Context::line), std::numeric_limits<double>::infinity());
    EXPECT_TRUE(passes(compared("step independence/" + s->claim().name, 0, defect(*s), 1e-10)));
    EXPECT_EQ(&stepper(s->claim().name), s.get());
  }
  EXPECT_TRUE(fails(compared("step independence", 0, defect(stepper("tr_bdf2")), 1e-10)));
}

TEST(Exponential, KeepsMassAndSignAndLetsTheFreeEnergyFall) {
  const Problem problem = mixture_problem(120);
  const Eigen::ArrayXd pi = stationary_density(problem.generator);
  for (const auto& s : exponentials()) {
    const MarchResult result = march(problem.generator, *s, problem.p0, {{0, 2}, {10'000}});
    EXPECT_LE(result.mass_defect, 1e-14) << s->claim().name;
    EXPECT_GE(result.minimum, -1e-13) << s->claim().name;
    double before = relative_entropy(problem.generator.grid(), problem.p0, pi);
    Eigen::ArrayXd p = problem.p0;
    for (int k = 0; k < 5; ++k) {
      p = marched(problem.generator, *s, p.max(0.0), 0.2, 1);
      Eigen::ArrayXd positive = p;
      remove_negative(positive);
      const double now = relative_entropy(problem.generator.grid(), positive, pi);
      EXPECT_LT(now, before);
      before = now;
    }
  }
}

// A start in the left well at T = 0.1: after t = 1/λ₁ the wells hold ½(1 ± e^{−1}) up to the fast modes,
// though λ₁ = 8e−5 beside ‖L‖ = 1e4.
TEST(Exponential, FollowsASlowModeOverItsWholeTime) {
  const Generator generator = scharfetter_gummel(double_well(0.1), line(-1.9, 1.9, 190));
  const double gap = leading_eigenvalues(generator, 1)(0);
  const Eigen::ArrayXd pi = stationary_density(generator);
  Eigen::ArrayXd p0 = pi;
  p0.tail(95) = 0;
  p0 *= 2;
  const auto left = [&](double t) {
    const Eigen::ArrayXd p = marched(generator, EigenExponential(), p0, t, 1);
    return p.head(95).sum() * generator.grid().cell_volume();
  };
  const double before = left(1 / gap), after = left(2 / gap);
  EXPECT_NEAR((before - 0.5) / (after - 0.5), std::exp(1.0), 1e-9);
}

TEST(Exponential, InTwoDimensionsIsTheProductOfTheAxes) {
  const process::OrnsteinUhlenbeck ou(1, 0.3, 1.2, 1), ou2(1, 0.3, 1.2, 2);
  const Grid gx = line(-6, 6, 36), gy = line(-5, 6, 31), grid({gx.axis(0), gy.axis(0)});
  const Eigen::ArrayXd px = initial_density(lopsided_mixture_1d(), gx).density;
  const Eigen::ArrayXd py = initial_density(density::gaussian_1d(0.7, 0.6), gy).density;
  Eigen::ArrayXd p0(grid.cells());
  for (Index k = 0; k < grid.cells(); ++k) p0(k) = px(k % 36) * py(k / 36);
  const Eigen::ArrayXd both = marched(scharfetter_gummel(ou2, grid), KrylovExponentialStepper(), p0, 0.5, 1);
  const Eigen::ArrayXd x = marched(scharfetter_gummel(ou, gx), EigenExponential(), px, 0.5, 1);
  const Eigen::ArrayXd y = marched(scharfetter_gummel(ou, gy), EigenExponential(), py, 0.5, 1);
  for (Index k = 0; k < grid.cells(); ++k) EXPECT_NEAR(both(k), x(k % 36) * y(k / 36), 1e-11);
}

// Brownian motion between absorbing walls: the sine of the slowest mode decays at its discrete eigenvalue.
TEST(Exponential, LosesMassThroughAbsorbingWalls) {
  const process::Brownian heat(1, 1);
  const Setting setting{Boundaries(Boundary::absorbing), {}};
  const Generator g = scharfetter_gummel(heat, line(0, 1, 50), setting);
  const double decay = leading_eigenvalues(g, 1)(0);
  Eigen::ArrayXd p0(50);
  for (Index i = 0; i < 50; ++i) p0(i) = std::sin(M_PI * g.grid().axis(0).centre(i));
  for (const auto& s : exponentials()) {
    Eigen::ArrayXd p = p0;
    s->prepare(g, 0.3)->advance(p.data(), 1);
    EXPECT_NEAR(p.sum() / p0.sum(), std::exp(-0.3 * decay), 1e-10) << s->claim().name;
  }
}

TEST(Exponential, WhatLeavesThroughWallsIsCounted) {
  const process::OrnsteinUhlenbeck ou(1, 0.3, 1.2, 1);
  const Setting setting{Boundaries(Boundary::absorbing), {}};
  const Generator g = scharfetter_gummel(ou, line(-1.5, 1, 60), setting);
  Eigen::ArrayXd p0 = Eigen::ArrayXd::Zero(60);
  p0(10) = 1 / g.grid().cell_volume();
  std::vector<double> through_upper;
  for (const auto& s : exponentials()) {
    const MarchResult result = march(g, *s, p0, {{0, 0.7}, {7}});
    EXPECT_LE(result.mass_defect, 1e-11) << s->claim().name;
    const double upper = result.outflows.back().sides[0][1];
    through_upper.push_back(upper);
  }
  EXPECT_NEAR(through_upper[0], through_upper[1], 1e-11);
  const MarchResult small_steps = march(g, stepper("tr_bdf2"), p0, {{0, 0.7}, {4000}});
  EXPECT_NEAR(through_upper[0], small_steps.outflows.back().sides[0][1], 1e-6);
  EXPECT_GT(through_upper[0], 0.01);
}

TEST(Exponential, ManyStepsAtOnceAreSingleStepsBitForBit) {
  const Problem problem = mixture_problem(60);
  for (const auto& s : exponentials()) {
    Eigen::ArrayXd together = problem.p0, single = problem.p0;
    const auto propagator = s->prepare(problem.generator, 0.05);
    propagator->advance(together.data(), 5);
    for (int k = 0; k < 5; ++k) propagator->advance(single.data(), 1);
    EXPECT_TRUE((together == single).all()) << s->claim().name;
  }
}

TEST(Exponential, RefusesWhatItCannotDo) {
  const process::OrnsteinUhlenbeck ou(1, 0, 0.5, 1), ou2(1, 0, 0.5, 2);
  const Generator line_generator = scharfetter_gummel(ou, line(-6, 6, 100));
  EXPECT_THROW(EigenExponential().prepare(scharfetter_gummel(ou2, square(2, 10)), 1), InvalidArgument);
  EXPECT_THROW(KrylovExponentialStepper(0), InvalidArgument);
  for (const auto& s : exponentials()) EXPECT_THROW(s->prepare(line_generator, -1), InvalidArgument);
}

// A flat density has e^{+72} times the tails of √π: until they have come down the eigenbasis cannot hold it.
TEST(Exponential, TakesTailsThatTheEigenbasisCannotHold) {
  const process::OrnsteinUhlenbeck ou(1, 0, 0.5, 1);
  const Generator generator = scharfetter_gummel(ou, line(-6, 6, 100));
  const Eigen::ArrayXd flat = Eigen::ArrayXd::Constant(100, 1.0 / 12);
  for (const double t : {1e-3, 1.0, 100.0}) {
    const Eigen::ArrayXd krylov = marched(generator, KrylovExponentialStepper(), flat, t, 1);
    const Eigen::ArrayXd eigen = marched(generator, EigenExponential(), flat, t, 1);
    EXPECT_LE(l1(generator.grid(), krylov, eigen), 1e-9) << "t = " << t;
  }
  const Eigen::ArrayXd small_steps = marched(generator, stepper("tr_bdf2"), flat, 1, 4000);
  EXPECT_LE(l1(generator.grid(), marched(generator, EigenExponential(), flat, 1, 1), small_steps), 1e-6);
}

// At this time the QR iteration of the matrix as it is stalls; at unit scale it does not.
TEST(EigenExponential, ConvergesForTheRatesOfAChangingProcess) {
  const process::SubVariancePreserving process(0.1, 20, 1, 1);
  const Grid grid = line(-5, 5, 80);
  const Eigen::ArrayXd p0 =
      initial_density(density::gaussian_1d(0.5, 0.7), grid, CellValues::point, 1e-6).density;
  const Generator generator = discretisation("upwind").build(process, grid, {{}, 0.26953125});
  const auto later = [&](const char* name) {
    Eigen::ArrayXd p = p0;
    stepper(name).prepare(generator, 0.1)->advance(p.data(), 1);
    return p;
  };
  EXPECT_LE((later("exponential_eigen") - later("exponential_krylov")).abs().maxCoeff(), 1e-10);
}

// In wells that are 33 T deep p is 1e−77 beyond the barrier, where through_modes is off by 1e−77 of either
// sign.
TEST(Exponential, OfSquaresKeepsEveryEntryPositiveAndRelativelyAccurate) {
  const Grid grid = line(-2, 2, 160);
  const Generator g = scharfetter_gummel(double_well(0.03), grid);
  const Eigen::ArrayXd pi = stationary_density(g);
  Eigen::ArrayXd p0 = pi;
  for (Index i = 0; i < p0.size(); ++i) p0(i) *= std::exp(-0.5 * grid.centres()(i, 0) / 0.03);
  p0 /= p0.sum() * grid.cell_volume();
  const double t = 5 / leading_eigenvalues(g, 1)(0);
  const Eigen::ArrayXd p = marched(g, PositiveExponential(), p0, t, 1);
  EXPECT_GT(p.minCoeff(), 0);
  EXPECT_NEAR(p.sum() / p0.sum(), 1, 1e-13);
  // After five relaxation times e^{−5} of the difference is left, in the slowest mode; each well has
  // forgotten the rest.
  for (const auto& [first, last] : {std::pair{Index{30}, Index{54}}, {Index{106}, Index{130}}}) {
    for (Index i = first; i < last; ++i) EXPECT_NEAR(p(i) / pi(i) / (p(first) / pi(first)), 1, 1e-8) << i;
  }
  EXPECT_LT(marched(g, EigenExponential(), p0, t, 1).minCoeff(), p.minCoeff());
  const Eigen::ArrayXd halves = marched(g, PositiveExponential(), p0, t, 2);
  EXPECT_LE((halves / p - 1).abs().maxCoeff(), 1e-10);
}

TEST(Exponential, OfSquaresAgreesWithTheOthersAndRefusesWallsThatAbsorb) {
  const Problem problem = mixture_problem();
  for (const double t : {1e-3, 0.1, 10.0}) {
    EXPECT_LE(
        l1(problem.generator.grid(), marched(problem.generator, PositiveExponential(), problem.p0, t, 1),
           marched(problem.generator, KrylovExponentialStepper(), problem.p0, t, 1)),
        1e-10);
  }
  const Generator leaking = scharfetter_gummel(double_well(1), line(-2, 2, 20),
                                               {Boundaries({{Boundary::absorbing, Boundary::no_flux}})});
  EXPECT_THROW(PositiveExponential().prepare(leaking, 1), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::fokker_planck
