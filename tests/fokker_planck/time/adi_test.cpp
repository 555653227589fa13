// Diffusion by a full matrix: the generator, and alternating directions.

#include "kolmo/fokker_planck/time/adi.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/process/equations/linear_process.hpp"

#include <gtest/gtest.h>

#include <Eigen/Cholesky>

#include "fokker_planck/operator/generator_checks.hpp"
#include "fokker_planck/time/order_checks.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/operator/full_matrix.hpp"
#include "kolmo/fokker_planck/time/bdf2.hpp"
#include "kolmo/fokker_planck/time/unsplit.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;
using process::LinearProcess;
using verify::test::fails;
using verify::test::passes;

/// Rotates and contracts; D = [0.5 0.3; 0.3 0.4]·sign.
LinearProcess rotating(double sign = 1) {
  Eigen::MatrixXd a(2, 2), g(2, 2);
  a << -0.8, 1.5, -1.2, -0.5;
  const Eigen::Matrix2d d = (Eigen::Matrix2d() << 0.5, sign * 0.3, sign * 0.3, 0.4).finished();
  g = (2 * d).llt().matrixL();
  return {a, Eigen::Vector2d(0.3, -0.2), g};
}

const Eigen::Vector2d start_mean(1.0, -0.6);
const Eigen::Matrix2d start_covariance = (Eigen::Matrix2d() << 0.5, -0.15, -0.15, 0.35).finished();

density::GaussianMixture start() { return density::gaussian(start_mean, start_covariance); }

double error_at(const TimeStepper& stepper, double sign, Index cells, Index steps) {
  const LinearProcess process = rotating(sign);
  const Grid grid({{-6, 6, cells}, {-5.5, 6, cells}});
  const Generator generator = discretisation("chang_cooper").build(process, grid);
  const Eigen::ArrayXd p = marched(generator, stepper, initial_density(start(), grid).density, 0.6, steps);
  return l1(grid, p, on_grid(process.law(start_mean, start_covariance, 0.6), grid));
}

TEST(FullMatrix, HasOrderTwoInSpaceForBothSignsOfTheMixedTerm) {
  for (const double sign : {1.0, -1.0}) {
    std::vector<double> errors;
    for (const Index cells : {40, 80, 160}) errors.push_back(error_at(craig_sneyd(), sign, cells, 200));
    const auto check =
        verify::test::compared("order in space/full matrix", 2, last_order(errors), order_tolerance);
    EXPECT_TRUE(passes(check));
    EXPECT_LE(errors.back(), 8e-3);  // the fitted fluxes' own diffusion on cells of 0.075: D P²/12
  }
}

TEST(FullMatrix, WithTheWrongSignOfTheMixedTermIsSeen) {
  const LinearProcess process = rotating();
  const Grid grid = square(6, 80);
  const Generator right = discretisation("chang_cooper").build(process, grid);
  const Generator wrong(grid, {right.rates(0), right.rates(1)}, "wrong", -diffusion_matrix(process));
  const Eigen::ArrayXd p = marched(wrong, craig_sneyd(), initial_density(start(), grid).density, 0.6, 60);
  EXPECT_GT(l1(grid, p, on_grid(process.law(start_mean, start_covariance, 0.6), grid)), 0.1);
}

/// With steps that the exact law shows: time alone, against the same grid without a splitting.
verify::Check order_with_mixed_terms(const TimeStepper& stepper) {
  const Grid grid = square(6, 48);
  const Generator generator = discretisation("chang_cooper").build(rotating(), grid);
  const Eigen::ArrayXd p0 = initial_density(start(), grid).density;
  static const Eigen::ArrayXd fine = marched(generator, unsplit(sdirk3()), p0, 0.6, 480);
  std::vector<double> errors;
  for (const Index n : {30, 60, 120}) {
    errors.push_back(l1(grid, marched(generator, stepper, p0, 0.6, n), fine));
  }
  return verify::test::compared("order in time/mixed/" + stepper.claim().name,
                                stepper.claim().order(Sense::time, Context::mixed).value(),
                                last_order(errors), order_tolerance);
}

TEST(OrderInTime, IsAsClaimedWithMixedDerivatives) {
  Index seen = 0;
  for (const auto& s : steppers()) {
    if (!s->claim().order(Sense::time, Context::mixed)) continue;
    EXPECT_TRUE(passes(order_with_mixed_terms(*s)));
    ++seen;
  }
  EXPECT_GE(seen, 5);
}

TEST(OrderInTime, IsAsClaimedAgainstTheExactLawAsStepsAndCellsShrinkTogether) {
  const std::vector<double> errors{error_at(craig_sneyd(), 1, 40, 10), error_at(craig_sneyd(), 1, 80, 20),
                                   error_at(craig_sneyd(), 1, 160, 40)};
  EXPECT_NEAR(last_order(errors), 2, order_tolerance);
}

TEST(CraigSneyd, WithoutItsCorrectorHasOrderOne) {
  Claim claim = craig_sneyd().claim();
  claim.name = "craig_sneyd without its corrector";
  const verify::Check order = order_with_mixed_terms(AdiStepper(claim, 0.5, false));
  EXPECT_TRUE(fails(order));
  EXPECT_NEAR(order.observed, 1, order_tolerance);
  claim.name = "craig_sneyd, θ = 0.6";
  EXPECT_TRUE(fails(order_with_mixed_terms(AdiStepper(claim, 0.6, true))));
}

TEST(FullMatrix, SplittingSteppersRefuseIt) {
  const Generator generator = discretisation("chang_cooper").build(rotating(), square(6, 20));
  EXPECT_TRUE(generator.mixed());
  for (const auto& s : steppers()) {
    if (s->claim().order(Sense::time, Context::mixed)) continue;
    EXPECT_THROW(s->prepare(generator, 0.1), InvalidArgument) << s->claim().name;
  }
}

TEST(FullMatrix, KeepsMassToRoundingOverTenThousandSteps) {
  const Grid grid({{-5, 6, 21}, {-5.5, 5, 24}});
  const Generator generator = discretisation("chang_cooper").build(rotating(), grid);
  const Eigen::ArrayXd p0 = initial_density(start(), grid, CellValues::point, 1e-5).density;
  for (const auto& s : steppers()) {
    if (!s->claim().order(Sense::time, Context::mixed)) continue;
    EXPECT_TRUE(passes(mass_is_kept(s->claim().name, march(generator, *s, p0, {{0, 5}, {10'000}}))));
  }
}

// Without drift |D₁₂| ≤ min(D₁₁ h₂/h₁, D₂₂ h₁/h₂) is the bound.
TEST(FullMatrix, IsPositiveUpToTheStatedBoundAndSaysWhereItIsNot) {
  const auto noise = [](double off_diagonal) {
    Eigen::MatrixXd d(2, 2);
    d << 1, off_diagonal, off_diagonal, 0.5;
    return LinearProcess(Eigen::MatrixXd::Zero(2, 2), Eigen::Vector2d::Zero(), (2 * d).llt().matrixL());
  };
  const Grid grid = square(1, 15);
  Eigen::ArrayXd p0 = Eigen::ArrayXd::Zero(grid.cells());
  p0(7 + 15 * 7) = 1 / grid.cell_volume();
  const UnsplitStepper euler = unsplit(implicit_euler());
  for (const double off : {0.49, -0.49}) {
    const Generator within = discretisation("chang_cooper").build(noise(off), grid);
    EXPECT_FALSE(within.has_negative_rates());
    for (const double dt : {1e-4, 1e-2, 1.0}) {
      EXPECT_TRUE(march(within, euler, p0, {{0, 4 * dt}, {4}}).nonnegative()) << off << ", Δt = " << dt;
    }
  }
  const Generator beyond = discretisation("chang_cooper").build(noise(0.6), grid);
  EXPECT_TRUE(beyond.has_negative_rates());
  const MarchResult bad = march(beyond, euler, p0, {{0, 4e-3}, {4}});
  EXPECT_LT(bad.minimum, 0);
  EXPECT_FALSE(bad.nonnegative());
}

// A drift of thousands of cell Péclet numbers, and a correlation of ± 0.9 on cells of the fitting aspect: no
// rate is negative, whatever the discretisation along the axes that has none itself.
TEST(FullMatrix, IsPositiveWhateverTheDriftOnCellsThatFit) {
  for (const double correlation : {0.9, -0.9}) {
    Eigen::MatrixXd d(2, 2), a(2, 2);
    d << 4, 2 * correlation, 2 * correlation, 1;
    a << -3, 40, -40, -500;
    const LinearProcess process(a, Eigen::Vector2d::Zero(), (2 * d).llt().matrixL());
    for (const char* name : {"scharfetter_gummel", "chang_cooper", "smooth_hybrid", "upwind"}) {
      const Grid fitting({{-20, 20, 40}, {-10, 10, 40}});
      EXPECT_FALSE(discretisation(name).build(process, fitting).has_negative_rates()) << name;
      const Grid other({{-20, 20, 160}, {-10, 10, 40}});
      EXPECT_TRUE(discretisation(name).build(process, other).has_negative_rates()) << name;
    }
  }
}

TEST(FullMatrix, AgreesWithItsSparseMatrixAndItsTranspose) {
  const Generator generator =
      discretisation("chang_cooper").build(rotating(-1), Grid({{-4, 5, 11}, {-5, 4, 9}}));
  const Eigen::MatrixXd dense = generator.sparse();
  EXPECT_LE(dense.colwise().sum().cwiseAbs().maxCoeff(), 1e-12 * dense.cwiseAbs().maxCoeff());
  const Eigen::VectorXd p = Eigen::VectorXd::Random(99);
  Eigen::VectorXd out(99), back(99);
  generator.apply(p.data(), out.data());
  generator.apply_transposed(p.data(), back.data());
  EXPECT_LE((dense * p - out).cwiseAbs().maxCoeff(), 1e-12 * dense.cwiseAbs().maxCoeff());
  EXPECT_LE((dense.transpose() * p - back).cwiseAbs().maxCoeff(), 1e-12 * dense.cwiseAbs().maxCoeff());
}

TEST(Adi, HasOrderTwoWithMixedDerivativesInThreeDimensions) {
  Eigen::MatrixXd a(3, 3), d(3, 3);
  a << -0.8, 0.9, 0.2, -0.7, -0.6, 0.5, 0.1, -0.4, -0.7;
  d << 0.5, 0.2, -0.1, 0.2, 0.4, 0.15, -0.1, 0.15, 0.45;
  const LinearProcess process(a, Eigen::Vector3d(0.2, 0, -0.1), (2 * d).llt().matrixL());
  const Grid grid({{-5, 5, 14}, {-5, 5, 15}, {-5, 5, 16}});
  const Generator generator = discretisation("chang_cooper").build(process, grid);
  const Eigen::ArrayXd p0 =
      on_grid(density::gaussian(Eigen::Vector3d(0.6, -0.4, 0.3), 0.8 * Eigen::Matrix3d::Identity()), grid);
  const Eigen::ArrayXd fine = marched(generator, craig_sneyd(), p0, 0.5, 640);
  const auto order = [&](const TimeStepper& stepper) {
    std::vector<double> errors;
    for (const Index n : {20, 40, 80})
      errors.push_back(l1(grid, marched(generator, stepper, p0, 0.5, n), fine));
    return last_order(errors);
  };
  EXPECT_NEAR(order(craig_sneyd()), 2, order_tolerance);
  EXPECT_NEAR(order(douglas()), 1, order_tolerance);
  // A second road to the same density: sparse LU, no splitting.
  EXPECT_LE(l1(grid, marched(generator, unsplit(sdirk3()), p0, 0.5, 20), fine), 1e-4);
}

TEST(FullMatrix, RefusesNoiseThatIsNotAConstantMatrix) {
  const process::OrnsteinUhlenbeck ou(1, 0, 1, 2);
  EXPECT_THROW(diffusion_matrix(ou), InvalidArgument);
  const Generator plain = scharfetter_gummel(ou, square(3, 6));
  const std::vector<FaceRates> rates{plain.rates(0), plain.rates(1)};
  EXPECT_THROW(Generator(plain.grid(), rates, "x", Eigen::MatrixXd::Zero(3, 3)), InvalidArgument);
  EXPECT_THROW(Generator(plain.grid(), rates, "x", (Eigen::Matrix2d() << 1, 0.2, 0.1, 1).finished()),
               InvalidArgument);
  EXPECT_THROW(AdiStepper(douglas().claim(), 0.4, false), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::fokker_planck
