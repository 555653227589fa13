// Densities on grids: where they come from, what they say, and points drawn from them.

#include <gtest/gtest.h>

#include "fokker_planck/problems.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/modes/spectrum.hpp"
#include "kolmo/fokker_planck/operator/projection.hpp"
#include "kolmo/fokker_planck/score/grid_sampler.hpp"

namespace kolmo::fokker_planck {
namespace {

using namespace testing;

TEST(InitialDensity, ReportsAndBoundsTheMassOutside) {
  const density::GaussianMixture p = density::gaussian_1d(0, 1);
  const InitialDensity wide = initial_density(p, line(-9, 9, 300));
  EXPECT_NEAR(wide.mass_outside, 0, 1e-14);
  EXPECT_NEAR(mass(line(-9, 9, 300), wide.density), 1, 1e-14);
  // P(|X| > 2) = erfc(√2)
  const double outside = std::erfc(std::sqrt(2.0));
  for (const CellValues values : {CellValues::point, CellValues::average}) {
    const InitialDensity cut = initial_density(p, line(-2, 2, 40), values, 0.1);
    EXPECT_NEAR(cut.mass_outside, outside, 1e-12);
    EXPECT_NEAR(mass(line(-2, 2, 40), cut.density), 1, 1e-14);
  }
  try {
    initial_density(p, line(-2, 2, 40), CellValues::point, 0.04);
    FAIL() << "mass 0.0455 outside was accepted with a bound of 0.04";
  } catch (const InvalidArgument& error) {
    EXPECT_NE(std::string(error.what()).find("0.0455"), std::string::npos) << error.what();
    EXPECT_NE(std::string(error.what()).find("0.04 "), std::string::npos) << error.what();
  }
}

TEST(InitialDensity, RefusesADensityNarrowerThanTheCells) {
  // Off every quadrature node, and on one.
  EXPECT_THROW(initial_density(density::gaussian_1d(0, 1e-3), line(-5, 5, 100)), InvalidArgument);
  EXPECT_THROW(initial_density(density::gaussian_1d(0.05 + 0.0169990521792428, 1e-3), line(-5, 5, 100)),
               InvalidArgument);
}

TEST(PointMass, HasMassOneAndItsPlaceAsMean) {
  const Grid plane({{-1, 2, 7}, {0, 1e-6, 5}});
  const Eigen::ArrayXd place = Eigen::Array2d(0.37, 0.61e-6), p = point_mass(plane, place);
  EXPECT_NEAR(mass(plane, p), 1, 1e-14);
  EXPECT_NEAR(mean(plane, p)(0), 0.37, 1e-14);
  EXPECT_NEAR(mean(plane, p)(1), 0.61e-6, 1e-20);
  EXPECT_THROW(point_mass(plane, Eigen::Array2d(3, 0)), InvalidArgument);
  EXPECT_THROW(point_mass(plane, Eigen::ArrayXd::Zero(1)), InvalidArgument);
}

TEST(InitialDensity, AveragesAreCellProbabilities) {
  const density::GaussianMixture p = lopsided_mixture_1d();
  const Grid grid = line(-7, 7, 60);
  const InitialDensity average = initial_density(p, grid, CellValues::average);
  for (Index i = 0; i < 60; ++i) {
    const Axis& axis = grid.axis(0);
    // 4 Gauss points integrate to (h/2)⁸/… f⁽⁸⁾: below 1e−6 for h = 0.23 and deviation 0.4.
    EXPECT_NEAR(average.density(i) * axis.width(), p.cdf(axis.face(i + 1)) - p.cdf(axis.face(i)), 1e-6);
  }
  const Grid plane = square(6, 80);
  EXPECT_NEAR(initial_density(lopsided_mixture_2d(), plane, CellValues::average).mass_outside, 0, 1e-8);
}

TEST(InitialDensity, RefusesGridsThatDoNotFitAndForeignDimensions) {
  EXPECT_THROW(initial_density(lopsided_mixture_2d(), line(-5, 5, 10)), InvalidArgument);
  try {
    initial_density(lopsided_mixture_2d(), square(5, 1'000'000));
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_NE(std::string(error.what()).find("24000000000000 bytes"), std::string::npos) << error.what();
  }
}

TEST(Functionals, AgreeWithTheMixtureInOneDimension) {
  const density::GaussianMixture p = lopsided_mixture_1d();
  const Grid grid = line(-7, 7, 1400);
  const Eigen::ArrayXd values = initial_density(p, grid).density;
  // The midpoint rule is exact to rounding for what vanishes at both ends; differences have an error of h².
  for (const int order : {1, 2, 4})
    EXPECT_NEAR(raw_moment(grid, values, 0, order), p.raw_moment(order), 1e-9);
  EXPECT_NEAR(entropy(grid, values), density::entropy(p), 1e-9);
  EXPECT_NEAR(fisher_information(grid, values), density::fisher_information(p)(0, 0), 1e-3);
  EXPECT_NEAR(covariance(grid, values)(0, 0), p.covariance()(0, 0), 1e-9);
  const density::QuadraticPotential v(2, Eigen::VectorXd::Zero(1));
  EXPECT_NEAR(free_energy(grid, values, v, 0.7), p.raw_moment(2) - 0.7 * density::entropy(p), 1e-9);
}

TEST(Functionals, AgreeWithTheMixtureInTwoDimensions) {
  const density::GaussianMixture p = lopsided_mixture_2d();
  const Grid grid({{-8, 8, 320}, {-7, 7, 254}});
  const Eigen::ArrayXd values = initial_density(p, grid).density;
  EXPECT_LE((mean(grid, values) - p.mean()).norm(), 1e-9);
  EXPECT_LE((covariance(grid, values) - p.covariance()).norm(), 1e-9);
  EXPECT_NEAR(entropy(grid, values), density::entropy(p), 1e-9);
  EXPECT_NEAR(fisher_information(grid, values) / density::fisher_information(p).trace(), 1, 3e-3);
  EXPECT_NEAR(relative_entropy(grid, values, values), 0, 1e-15);
}

TEST(Functionals, FisherInformationIsOfSecondOrder) {
  const density::GaussianMixture p = lopsided_mixture_1d();
  const double exact = density::fisher_information(p)(0, 0);
  std::vector<double> errors;
  for (const Index n : {100, 200, 400}) {
    const Grid grid = line(-7, 7, n);
    errors.push_back(std::abs(fisher_information(grid, initial_density(p, grid).density) - exact));
  }
  EXPECT_NEAR(last_order(errors), 2, 0.1);
}

TEST(Functionals, ProbabilityAboveIsSmoothInTheGridWhereverThePlaceLies) {
  // Exact cell probabilities of N(0.2, 1): all that is left is the interpolation within a cell, of order 4
  // for every place. A distribution function that is linear in each cell is off by h² |p'|/8 at worst.
  const density::GaussianMixture law = density::gaussian_1d(0.2, 1);
  double worst[2] = {0, 0};
  for (const int k : {0, 1}) {
    const Grid grid = line(-8.3, 8, 100 << k);
    Eigen::ArrayXd p(grid.cells());
    for (Index i = 0; i < grid.cells(); ++i)
      p(i) = (law.cdf(grid.axis(0).face(i + 1)) - law.cdf(grid.axis(0).face(i))) / grid.axis(0).width();
    for (int i = 0; i < 200; ++i) {
      const double x = -3 + 0.03 * i;
      worst[k] = std::max(worst[k], std::abs(probability_above(grid, p, x) - law.probability_above(x)));
    }
    EXPECT_EQ(probability_above(grid, p, -9), 1);
    EXPECT_EQ(probability_above(grid, p, 9), 0);
    // Where p falls by a factor within a cell no polynomial is right relatively; it stays within the cell's
    // mass.
    const double last = p(grid.cells() - 1) * grid.axis(0).width();
    EXPECT_GE(probability_above(grid, p, 7.99), 0);
    EXPECT_LE(probability_above(grid, p, 7.99), last);
  }
  EXPECT_LT(worst[0], 3e-5);
  EXPECT_NEAR(std::log2(worst[0] / worst[1]), 4, 0.3);
}

TEST(Functionals, NegativeEntriesAreRefusedOrRemovedAndReported) {
  const Grid grid = line(0, 1, 4);
  Eigen::ArrayXd p(4);
  p << 1, -0.1, 2, 1.1;
  EXPECT_THROW(entropy(grid, p), InvalidArgument);
  EXPECT_THROW(axis_law(grid, p), InvalidArgument);
  EXPECT_NEAR(remove_negative(p), 0.025, 1e-15);
  EXPECT_EQ(p(1), 0);
  EXPECT_NEAR(p.sum(), 4, 1e-14);
  EXPECT_EQ(remove_negative(p), 0);
  EXPECT_THROW(mass(grid, Eigen::ArrayXd::Ones(5)), InvalidArgument);
}

TEST(Projection, AxisLawsAndMarginalsAreThoseOfTheMixture) {
  const density::GaussianMixture p = lopsided_mixture_2d();
  const Grid grid({{-6, 6, 240}, {-6, 5, 200}});
  const Eigen::ArrayXd values = initial_density(p, grid).density;
  for (const Index axis : {0, 1}) {
    const density::GaussianMixture exact = p.marginal_1d(Eigen::Vector2d::Unit(axis));
    const Law1D law = axis_law(grid, values, axis);
    ASSERT_EQ(static_cast<Index>(law.points().size()), grid.axis(axis).cells + 1);
    for (const double x : {-2.0, -0.5, 0.7, 1.9}) EXPECT_NEAR(law.cdf(x), exact.cdf(x), 1e-3);  // h²/24 p'
    EXPECT_NEAR(marginal(grid, values, axis).sum() * grid.axis(axis).width(), 1, 1e-12);
  }
}

TEST(Projection, DiagonalOfOneCellIsATrapezoid) {
  for (const Index cells_y : {4, 7}) {
    const Grid grid({{0, 4, 4}, {0, 4, cells_y}});
    const double hx = 1, hy = grid.axis(1).width();
    for (const int sign : {1, -1}) {
      for (Index cell = 0; cell < grid.cells(); ++cell) {
        Eigen::ArrayXd p = Eigen::ArrayXd::Zero(grid.cells());
        p(cell) = 1;
        const Law1D law = diagonal_law(grid, p, sign);
        const double x0 = grid.axis(0).face(cell % 4), y0 = grid.axis(1).face(cell / 4);
        for (std::size_t j = 0; j < law.points().size(); ++j) {
          // P((X + sY)/√2 ≤ z) as the mean over x of a uniform Y, by a fine midpoint sum.
          double expected = 0;
          const int n = 2000;
          for (int k = 0; k < n; ++k) {
            const double x = x0 + hx * (k + 0.5) / n, w = std::sqrt(2.0) * law.points()[j] - x;
            const double below = sign > 0 ? (w - y0) / hy : (y0 + hy + w) / hy;
            expected += std::clamp(below, 0.0, 1.0) / n;
          }
          EXPECT_NEAR(law.levels()[j], expected, 1e-6)
              << "cell " << cell << " sign " << sign << " node " << j;
        }
      }
    }
  }
}

TEST(Projection, DiagonalLawsAreThoseOfTheMixture) {
  const density::GaussianMixture p = lopsided_mixture_2d();
  const Grid grid({{-6, 6, 240}, {-6, 5, 200}});
  const Eigen::ArrayXd values = initial_density(p, grid).density;
  for (const int sign : {1, -1}) {
    const density::GaussianMixture exact = p.marginal_1d(Eigen::Vector2d(1, sign) / std::sqrt(2.0));
    const Law1D law = diagonal_law(grid, values, sign);
    for (const double x : {-1.5, -0.3, 0.4, 1.2}) EXPECT_NEAR(law.cdf(x), exact.cdf(x), 1e-3);
    EXPECT_NEAR(law.mean(), exact.mean()(0), 1e-6);
  }
}

// Places in metres beside momenta in millimetres a second: nodes as fine as the shorter side of a cell would
// be 1e10.
TEST(Projection, DiagonalsOfAxesInUnlikeUnitsTakeFewNodes) {
  const Grid grid({{-6e-9, 6e-9, 100}, {-5, 6, 220}});
  const density::GaussianMixture exact = density::gaussian_1d(0.4, 0.8);
  const Eigen::ArrayXd along = initial_density(exact, Grid({grid.axis(1)})).density;
  Eigen::ArrayXd p(grid.cells());
  for (Index cell = 0; cell < grid.cells(); ++cell) p(cell) = along(cell / 100) / 12e-9;
  const Law1D law = diagonal_law(grid, p, 1);
  EXPECT_LE(law.points().size(), 64u * 221u);
  for (const double y : {-0.7, 0.1, 1.3}) EXPECT_NEAR(law.cdf(y / std::sqrt(2.0)), exact.cdf(y), 1e-3) << y;
}

TEST(GridSampler, DrawsFromTheDensityAndDependsOnAddressesAlone) {
  const Grid grid({{-6, 6, 120}, {-6, 5, 110}});
  const Eigen::ArrayXd values = initial_density(lopsided_mixture_2d(), grid).density;
  const GridSampler sampler(grid, values);
  const RandomStream stream(20260101, 7);
  const Index n = 40'000;
  const Points x = sampler.sample(stream, n);
  for (const int sign : {1, -1}) {
    std::vector<double> projected;
    for (Index i = 0; i < n; ++i) projected.push_back((x(i, 0) + sign * x(i, 1)) / std::sqrt(2.0));
    // √n KS exceeds 2.6 with probability 2 e^{−2·2.6²} = 2.7e−6; the table adds its h²/8 p' ≈ 3e−4 between
    // nodes.
    EXPECT_LE(ks_distance(Law1D::from_samples(projected), diagonal_law(grid, values, sign)),
              2.6 / std::sqrt(static_cast<double>(n)) + 3e-4);
  }
  const int before = threads();
  set_threads(3);
  EXPECT_TRUE((sampler.sample(stream, n) == x).all());
  set_threads(before);
  Points part(100, 2);
  sampler.sample(stream, 1600, part);
  EXPECT_TRUE((part == x.middleRows(1600, 100)).all());
  EXPECT_TRUE((x.col(0) > -6 && x.col(0) < 6).all());
}

TEST(GridSampler, NeverDrawsAnEmptyCell) {
  const Grid grid = line(0, 4, 4);
  Eigen::ArrayXd p(4);
  p << 0, 1, 0, 1;
  const Points x = GridSampler(grid, p).sample(RandomStream(1, 2), 1000);
  for (Index i = 0; i < 1000; ++i) EXPECT_TRUE((x(i) > 1 && x(i) < 2) || (x(i) > 3 && x(i) < 4));
  EXPECT_THROW(GridSampler(grid, Eigen::ArrayXd::Zero(4)), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::fokker_planck
