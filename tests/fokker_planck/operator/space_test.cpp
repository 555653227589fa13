// Three dimensions: orders, the Gibbs state, numbers and points of a density.

#include <gtest/gtest.h>

#include "fokker_planck/time/order_checks.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/operator/projection.hpp"
#include "kolmo/fokker_planck/score/grid_sampler.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;
using verify::test::passes;

Grid cube(double half, Index cells) {
  return Grid({{-half, half, cells}, {-half, half, cells}, {-half, half, cells}});
}

Eigen::ArrayXd start(const Grid& grid, double outside = 1e-4) {
  return initial_density(lopsided_mixture_3d(), grid, CellValues::point, outside).density;
}

// Anisotropic Ornstein–Uhlenbeck through its exact marginals, h and Δt refined together.
TEST(ThreeDimensions, SpaceAndTimeHaveOrderTwoTogetherForOrnsteinUhlenbeck) {
  const process::OrnsteinUhlenbeck ou(1.3, 0.4, 1.1, 3);
  const density::GaussianMixture exact = process::marginal(ou, lopsided_mixture_3d(), 0.3);
  std::vector<double> errors;
  for (const Index n : {20, 40, 80}) {
    const Grid grid = cube(4.8, n);
    const Eigen::ArrayXd p = marched(scharfetter_gummel(ou, grid), tr_bdf2(), start(grid), 0.3, n / 4);
    errors.push_back(l1(grid, p, on_grid(exact, grid)));
  }
  EXPECT_NEAR(last_order(errors), 2, order_tolerance);
  EXPECT_LE(errors.back(), 0.01);
}

// The discretisation's own solution by fine steps is the reference: no error in space is left.
TEST(ThreeDimensions, OrderInTimeIsAsClaimedForOrnsteinUhlenbeck) {
  const process::OrnsteinUhlenbeck ou(1.3, 0.4, 1.1, 3);
  const Grid grid = cube(4.8, 22);
  for (const char* name : {"implicit_euler", "tr_bdf2"}) {
    const auto errors =
        errors_in_time(stepper(name), scharfetter_gummel(ou, grid), start(grid), 0.5, {10, 20, 40});
    EXPECT_NEAR(last_order(errors), stepper(name).claim().order(Sense::time, Context::line).value(),
                order_tolerance)
        << name;
  }
}

TEST(ThreeDimensions, OrderInTimeIsAsClaimedWhereNoAxisCommutesWithAnother) {
  const Grid grid = cube(4, 20);
  const Boundaries sides({{Boundary::absorbing, Boundary::no_flux},
                          {Boundary::periodic, Boundary::periodic},
                          {Boundary::no_flux, Boundary::no_flux}});
  for (const Setting& setting : {Setting{}, Setting{sides}}) {
    const Generator generator = scharfetter_gummel(Stirred(3), grid, setting);
    EXPECT_FALSE(generator.rates(1).shared());
    for (const char* name : {"implicit_euler", "tr_bdf2"}) {
      const auto errors = errors_in_time(stepper(name), generator, start(grid), 0.4, {20, 40, 80});
      EXPECT_NEAR(last_order(errors), stepper(name).claim().order(Sense::time, Context::line).value(),
                  order_tolerance)
          << name;
    }
  }
}

// V = ½ |x|² + ½ (x₁ x₂)² + ½ (x₂ x₃)² + ⅛ x₁⁴: not separable.
class Coupled final : public density::Potential {
 public:
  std::string name() const override { return "coupled"; }
  Index dimension() const override { return 3; }
  void value(const ConstBlock& x, Values out) const override {
    out =
        0.5 * (x.square().rowwise().sum() + (x.col(0) * x.col(1)).square() + (x.col(1) * x.col(2)).square());
  }
  void gradient(const ConstBlock& x, Block out) const override {
    out.col(0) = x.col(0) * (1 + x.col(1).square() + x.col(0).square() / 2);
    out.col(1) = x.col(1) * (1 + x.col(0).square() + x.col(2).square());
    out.col(2) = x.col(2) * (1 + x.col(1).square());
  }
  void laplacian(const ConstBlock& x, Values out) const override {
    out = 3 + 2.5 * x.col(0).square() + 2 * x.col(1).square() + x.col(2).square();
  }
};

TEST(ThreeDimensions, TheDiscreteGibbsStateStaysAndAttracts) {
  const process::OverdampedLangevin process(std::make_shared<Coupled>(), 0.7);
  const Grid grid({{-3, 3.5, 13}, {-2.5, 3, 17}, {-3, 3, 16}});
  const Generator generator = scharfetter_gummel(process, grid);
  Eigen::ArrayXd gibbs(grid.cells());
  process.potential().value(grid.centres(), gibbs);
  for (double& v : gibbs) v = std::exp(-v / 0.7);
  gibbs /= mass(grid, gibbs);
  for (const char* name : {"implicit_euler", "tr_bdf2"}) {
    const Eigen::ArrayXd later = marched(generator, stepper(name), gibbs, 10, 100);
    // 300 solves and updates, each relative to its cell.
    EXPECT_LE(((later - gibbs) / gibbs).abs().maxCoeff(), 1e-11) << name;
    EXPECT_LE(l1(grid, marched(generator, stepper(name), start(grid, 1e-2), 30, 300), gibbs), 1e-8) << name;
  }
  // The drift at the face in place of the difference of potentials: the state moves by O(h²).
  EXPECT_GE(l1(grid, marched(chang_cooper(process, grid), stepper("tr_bdf2"), gibbs, 10, 100), gibbs), 1e-4);
}

TEST(ThreeDimensions, FreeEnergyFallsAtEveryStepOfImplicitEuler) {
  const process::OverdampedLangevin process(std::make_shared<Coupled>(), 0.7);
  const Grid grid = cube(3.2, 14);
  const Generator generator = scharfetter_gummel(process, grid);
  for (const double dt : {1e-2, 1.0}) {
    double before = std::numeric_limits<double>::infinity();
    std::vector<double> times;
    for (int k = 0; k <= 20; ++k) times.push_back(k * dt);
    march(generator, stepper("implicit_euler"), start(grid, 1e-2), Schedule::with_steps_each(times, 1),
          [&](Index, double, const Eigen::ArrayXd& p) {
            const double f = free_energy(grid, p, process.potential(), 0.7);
            EXPECT_LE(f, before + 1e-14);
            before = f;
          });
  }
}

TEST(ThreeDimensions, MomentsMarginalsAndSamplesAreThoseOfTheDensity) {
  const Grid grid({{-5, 5, 50}, {-4.5, 5, 40}, {-5, 4.5, 45}});
  const density::GaussianMixture p = lopsided_mixture_3d();
  for (const CellValues values : {CellValues::point, CellValues::average}) {
    const InitialDensity initial = initial_density(p, grid, values, 1e-6);
    EXPECT_NEAR(mass(grid, initial.density), 1, 1e-12);
    EXPECT_LE(std::abs(initial.mass_outside), 1e-6);
    // 0.4 and 0.6 of the components' means; midpoint sums of points miss only what lies outside.
    const Eigen::VectorXd m = mean(grid, initial.density);
    const double expected[] = {0.4 * 1.1 - 0.6 * 0.9, -0.4 * 0.7 + 0.6 * 0.8, 0.4 * 0.3 - 0.6 * 0.5};
    for (Index k = 0; k < 3; ++k) EXPECT_NEAR(m(k), expected[k], 1e-5) << k;
    for (Index k = 0; k < 3; ++k) {
      const Eigen::ArrayXd one = marginal(grid, initial.density, k);
      const Grid axis({grid.axis(k)});
      EXPECT_NEAR(mass(axis, one), 1, 1e-12);
      EXPECT_NEAR(mean(axis, one)(0), m(k), 1e-12);
      EXPECT_NEAR(axis_law(grid, initial.density, k).mean(), m(k), 1e-10);
    }
  }
  const InitialDensity initial = initial_density(p, grid, CellValues::average, 1e-6);
  const Index n = 40'000;
  const Points x = GridSampler(grid, initial.density).sample(RandomStream(7, 3), n);
  const Eigen::MatrixXd c = covariance(grid, initial.density);
  const Eigen::VectorXd m = mean(grid, initial.density);
  for (Index k = 0; k < 3; ++k) {
    // 4 standard errors; uniform in its cell a point has h²/12 more variance.
    EXPECT_NEAR(x.col(k).mean(), m(k), 4 * std::sqrt(c(k, k) / n)) << k;
    const double variance = c(k, k) + grid.axis(k).width() * grid.axis(k).width() / 12;
    EXPECT_NEAR((x.col(k) - x.col(k).mean()).square().mean(), variance, 4 * variance * std::sqrt(2.0 / n))
        << k;
  }
}

TEST(ThreeDimensions, WhatDoesNotFitIntoMemoryIsRefusedWithItsSize) {
  const Grid huge = cube(4, 20'000);
  const auto refused = [](const auto& attempt) {
    try {
      attempt();
      return false;
    } catch (const InvalidArgument& error) {
      return std::string(error.what()).find("bytes") != std::string::npos;
    }
  };
  EXPECT_TRUE(refused([&] { scharfetter_gummel(process::OrnsteinUhlenbeck(1, 0, 1, 3), huge); }));
  EXPECT_TRUE(refused([&] { initial_density(lopsided_mixture_3d(), huge); }));
}

}  // namespace
}  // namespace kolmo::fokker_planck
