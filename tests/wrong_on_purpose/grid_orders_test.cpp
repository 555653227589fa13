// Wrong claims, wrong coefficients and a wrong sign, through the study functions of measure.

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/fokker_planck/time/march.hpp"
#include "kolmo/fokker_planck/time/singly_implicit.hpp"
#include "kolmo/measure/fokker_planck/grid_orders.hpp"
#include "kolmo/measure/fokker_planck/grid_problems.hpp"
#include "kolmo/measure/fokker_planck/time_dependent_orders.hpp"
#include "verify/verdicts.hpp"
#include "wrong_on_purpose/planted_generators.hpp"
#include "wrong_on_purpose/planted_time_steppers.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using namespace measure;
using fokker_planck::Discretisation;
using fokker_planck::SinglyImplicitStepper;
using fokker_planck::TimeStepper;
using verify::OrderStudy;
using verify::test::fails;
using verify::test::passes;

verify::Check check_of(OrderStudy study) { return verify::check_of(study, "wrong"); }

const Discretisation& fitted() { return fokker_planck::discretisation("scharfetter_gummel"); }

verify::Check space_order(const ProblemPtr& problem, const Discretisation& scheme, Norm norm) {
  return check_of(space_study(*problem, scheme, errors_in_space(*problem, scheme), norm));
}
verify::Check time_order(const ProblemPtr& problem, const TimeStepper& stepper) {
  return check_of(time_study(*problem, fitted(), stepper, 256));
}
verify::Check joint_order(const ProblemPtr& problem, const Discretisation& scheme,
                          const TimeStepper& stepper) {
  return check_of(joint_study(*problem, scheme, stepper));
}

SinglyImplicitStepper claiming(const SinglyImplicitStepper& right, double change) {
  Claim claim = right.claim();
  claim.orders.shift(Sense::time, Context::line, change);
  claim.orders.shift(Sense::time, Context::axes, change);
  return {claim, right.kappa(), right.stages()};
}

TEST(GridOrders, AClaimHalfAnOrderOffFailsInSpace) {
  for (const ProblemPtr& problem :
       {ornstein_uhlenbeck_problem({}), rotation_problem({}, true), space_problem({})}) {
    for (const Discretisation& right : fokker_planck::discretisations()) {
      EXPECT_TRUE(passes(space_order(problem, right, Norm::l1)));
      for (const double change : {-0.5, 0.5}) {
        Discretisation wrong = right;
        wrong.claim.orders.shift(Sense::space, change);
        EXPECT_TRUE(fails(space_order(problem, wrong, Norm::l1)));
      }
      if (problem->domain.size() > 1) break;
    }
  }
}

TEST(GridOrders, AClaimHalfAnOrderOffFailsInTimeAndJointly) {
  for (const ProblemPtr& problem : {ornstein_uhlenbeck_problem({}), rotation_problem({}, false)}) {
    for (const auto& right : {fokker_planck::implicit_euler(), fokker_planck::tr_bdf2(),
                              fokker_planck::crank_nicolson(), fokker_planck::sdirk3()}) {
      EXPECT_TRUE(passes(time_order(problem, right)));
      for (const double change : {-0.5, 0.5})
        EXPECT_TRUE(fails(time_order(problem, claiming(right, change))));
    }
    // Together the smaller order rules: a claim below the true one shows.
    EXPECT_TRUE(passes(joint_order(problem, fitted(), fokker_planck::tr_bdf2())));
    EXPECT_TRUE(fails(joint_order(problem, fitted(), claiming(fokker_planck::tr_bdf2(), -0.5))));
  }
}

TEST(GridOrders, AWrongCoefficientOfAStepperFails) {
  const ProblemPtr problem = ornstein_uhlenbeck_problem({});
  const double weight = (1 + std::numbers::sqrt2) / 2, kappa = 1 - std::sqrt(0.5);
  EXPECT_TRUE(passes(time_order(problem, open_tr_bdf2("right", kappa, {1, weight, weight}))));
  EXPECT_TRUE(fails(time_order(problem, open_tr_bdf2("gamma = 1/2", 0.25, {1, weight, weight}))));
  EXPECT_TRUE(fails(time_order(problem, open_tr_bdf2("kappa 2 % off", 1.02 * kappa, {1, weight, weight}))));
  const SinglyImplicitStepper sdirk = fokker_planck::sdirk3(), cn = fokker_planck::crank_nicolson();
  EXPECT_TRUE(
      fails(time_order(problem, SinglyImplicitStepper(sdirk.claim(), 1.02 * sdirk.kappa(), sdirk.stages()))));
  EXPECT_TRUE(
      fails(time_order(problem, SinglyImplicitStepper(cn.claim(), 0.55, {{0.45 / 0.55, 0.45 / 0.55, 1}}))));
  EXPECT_TRUE(fails(
      joint_order(problem, fitted(), SinglyImplicitStepper(cn.claim(), 0.6, {{0.4 / 0.6, 0.4 / 0.6, 1}}))));
}

/// dX = −X dt + √(2 D(X)) dW, D = ½ + ⅕ sin x, whose drift in the flux is f − D′; or f + D′: the wrong sign.
class Bent final : public process::Process {
 public:
  explicit Bent(double sign) : sign_(sign) {}
  std::string name() const override { return "bent"; }
  Index dimension() const override { return 1; }
  void drift(double, const ConstBlock& x, Block out) const override { out = -x; }
  void drift_divergence(double, const ConstBlock&, Values out) const override { out = -1; }
  process::NoiseKind noise_kind() const override { return process::NoiseKind::diagonal; }
  void diffusion_diagonal(double, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) out(i, 0) = std::sqrt(1 + 0.4 * std::sin(x(i, 0)));
  }
  void diffusion_derivative(double, const ConstBlock& x, Block out) const override {
    for (Index i = 0; i < x.rows(); ++i) {
      out(i, 0) = sign_ * 0.2 * std::cos(x(i, 0)) / std::sqrt(1 + 0.4 * std::sin(x(i, 0)));
    }
  }
  double diffusion(double) const override { return 1; }
  double noise_variance(double s, double t) const override { return t - s; }

 private:
  double sign_;
};

// The law by the fitted flux on two grids nine and three times as fine as the finest, extrapolated.
TEST(GridOrders, TheWrongSignOfTheDerivativeOfDiffusionFails) {
  GridProblem problem;
  problem.domain = {{-4, 4}};
  problem.cells = {60, 100, 140, 180};
  problem.end_time = 0.3;
  const auto right = std::make_shared<Bent>(1);
  const Index fine = 6300;
  const auto solve = [&](Index cells) {
    GridProblem exact = problem;
    exact.process = right;
    const auto generator = generator_of(exact, fitted(), cells);
    const Eigen::ArrayXd p0 = at_centres(density::gaussian_1d(0.4, 0.6), generator.grid());
    return fokker_planck::march(generator, fokker_planck::sdirk3(), p0, {{0, 0.3}, {400}}).density;
  };
  const Eigen::ArrayXd reference = solve(fine);
  problem.law = [&](const Grid& grid, double t) -> Eigen::ArrayXd {
    if (t == 0) return at_centres(density::gaussian_1d(0.4, 0.6), grid);
    const Index ratio = fine / grid.cells();
    Eigen::ArrayXd p(grid.cells());
    for (Index i = 0; i < p.size(); ++i) p(i) = reference(i * ratio + ratio / 2);
    return p;
  };
  for (const double sign : {1.0, -1.0}) {
    problem.process = std::make_shared<Bent>(sign);
    for (const char* name : {"chang_cooper", "central"}) {
      const Discretisation& scheme = fokker_planck::discretisation(name);
      const verify::Check order =
          check_of(space_study(problem, scheme, errors_in_space(problem, scheme), Norm::l1));
      EXPECT_TRUE(sign > 0 ? passes(order) : fails(order));
    }
  }
}

TEST(GridOrders, AFlippedDriftAndDoubledDiffusionFail) {
  const ProblemPtr problem = ornstein_uhlenbeck_problem({});
  EXPECT_TRUE(passes(space_order(problem, listed("open, fitted", fitted_flux), Norm::maximum)));
  EXPECT_TRUE(fails(space_order(problem, listed("flipped drift", flipped_drift), Norm::maximum)));
  EXPECT_TRUE(fails(space_order(problem, listed("doubled diffusion", doubled_diffusion), Norm::l1)));
  EXPECT_TRUE(fails(joint_order(problem, listed("upwind", upwind_flux), fokker_planck::tr_bdf2())));
}

TEST(GridOrders, AClaimOfOrderThreeFailsWhereTheOperatorChanges) {
  EXPECT_TRUE(passes(check_of(changing_study(fitted(), fokker_planck::tr_bdf2(), 64))));
  EXPECT_TRUE(fails(check_of(changing_study(fitted(), claiming(fokker_planck::implicit_euler(), 0.5), 64))));
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
