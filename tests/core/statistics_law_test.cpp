#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/law_1d.hpp"

namespace kolmo {
namespace {

Law1D sample_of(Index n, std::uint32_t step) {
  std::vector<double> x(static_cast<std::size_t>(n));
  RandomStream(15, 1).normals(0, step, Eigen::Map<Eigen::ArrayXXd>(x.data(), n, 1));
  return Law1D::from_samples(x);
}

/// A density on 9 cells with two empty ones.
Law1D table() {
  return Law1D::from_cdf({-2, -1, -0.5, 0, 0.25, 1, 1.5, 2, 4, 5},
                         {0, 0.1, 0.25, 0.25, 0.5, 0.55, 0.55, 0.9, 0.99, 1});
}

std::vector<double> uniforms(Index n, std::uint32_t step) {
  std::vector<double> x(static_cast<std::size_t>(n));
  RandomStream(15, 2).uniforms(0, step, Eigen::Map<Eigen::ArrayXXd>(x.data(), n, 1));
  return x;
}

TEST(Law1D, QuantileIsTheGeneralisedInverseOfTheCdf) {
  // i/n · n is above i for i = 7, n = 25, and below i for others.
  for (const Law1D& law : {sample_of(25, 0), sample_of(49, 0), sample_of(1000, 1)}) {
    const double n = law.sample_size();
    for (Index i = 1; i <= static_cast<Index>(n); ++i) {
      const double level = static_cast<double>(i) / n;
      EXPECT_EQ(law.quantile(level), law.points()[static_cast<std::size_t>(i - 1)]);
      EXPECT_EQ(law.cdf(law.points()[static_cast<std::size_t>(i - 1)]), level);
      if (i < static_cast<Index>(n)) {
        EXPECT_EQ(law.quantile(std::nextafter(level, 2)), law.points()[static_cast<std::size_t>(i)]);
      }
    }
    EXPECT_EQ(law.quantile(0), law.points().front());
  }
  const Law1D law = table();
  for (const double u : uniforms(500, 0)) {
    const double x = law.quantile(u);
    EXPECT_NEAR(law.cdf(x), u, 4e-16);
    EXPECT_LT(law.cdf(x - 1e-9), u);
  }
}

TEST(Law1D, TableIsFlatWhereItHasNoMass) {
  const Law1D law = table();
  EXPECT_EQ(law.quantile(0.25), -0.5);  // the lower end of the gap
  EXPECT_EQ(law.quantile(0), -2);
  EXPECT_EQ(law.quantile(1), 5);
  EXPECT_EQ(law.cdf(-0.2), 0.25);
  EXPECT_EQ(law.cdf(-3), 0);
  EXPECT_EQ(law.cdf(6), 1);
  EXPECT_EQ(law.probability_above(0), 0.75);
  const Law1D late = Law1D::from_cdf({0, 1, 2, 3}, {0, 0, 1, 1});
  EXPECT_EQ(late.quantile(0), 1);
  EXPECT_EQ(late.quantile(1), 2);
  EXPECT_EQ(late.quantile(0.5), 1.5);
}

TEST(Law1D, MomentsOfATableAreThoseOfItsDensity) {
  const Law1D uniform = Law1D::from_cdf({1, 3}, {0, 1});
  const Law1D split = Law1D::from_cdf({1, 1.3, 2, 3}, {0, 0.15, 0.5, 1});
  for (int k = 0; k <= 8; ++k) {
    const double exact = (std::pow(3.0, k + 1) - 1) / (2.0 * (k + 1));
    EXPECT_NEAR(uniform.raw_moment(k), exact, 1e-15 * exact * 4);
    EXPECT_NEAR(split.raw_moment(k), exact, 1e-15 * exact * 8);
  }
  EXPECT_NEAR(uniform.variance(), 1.0 / 3, 1e-15);
  EXPECT_NEAR(split.standard_deviation(), std::sqrt(1.0 / 3), 1e-15);
  EXPECT_NEAR(Law1D::from_cdf({-1e-3, 2e-3}, {0, 1}).raw_moment(3), 1.25e-9, 1e-24);
  EXPECT_THROW(uniform.raw_moment(17), InvalidArgument);
}

TEST(Law1D, MomentsOfASample) {
  const Law1D law = Law1D::from_samples({3, 1, 2, 6});
  EXPECT_DOUBLE_EQ(law.mean(), 3);
  EXPECT_DOUBLE_EQ(law.variance(), 3.5);
  EXPECT_DOUBLE_EQ(law.raw_moment(3), 63);
  EXPECT_EQ(law.sample_size(), 4);
  EXPECT_EQ(table().sample_size(), std::numeric_limits<double>::infinity());
}

TEST(Law1D, RootBridgeIntegralInClosedForm) {
  const double pi = std::numbers::pi;
  EXPECT_NEAR(Law1D::from_cdf({0, 1}, {0, 1}).root_bridge_integral(), pi / 8, 1e-14);
  // The same law cut in uneven cells, down to 1e−12 of mass.
  std::vector<double> x = {0, 1e-12, 1e-7, 1e-3, 0.2, 0.2000001, 0.5, 0.75, 0.999, 1};
  EXPECT_NEAR(Law1D::from_cdf(x, x).root_bridge_integral(), pi / 8, 1e-14);
  EXPECT_DOUBLE_EQ(Law1D::from_samples({0, 2}).root_bridge_integral(), 1);
  EXPECT_DOUBLE_EQ(Law1D::from_cdf({0, 1, 3, 4}, {0, 0.5, 0.5, 1}).root_bridge_integral(), 1 + pi / 8 * 2);
  // Exponential law: ∫ √(F(1 − F)) = B(½, 3/2) = π/2; linear cells of width 1e−3 leave O(1e−7), the root at 0
  // O(1e−5).
  std::vector<double> place, level;
  for (int i = 0; i <= 40'000; ++i) {
    place.push_back(1e-3 * i);
    level.push_back(i == 40'000 ? 1 : -std::expm1(-1e-3 * i));
  }
  EXPECT_NEAR(Law1D::from_cdf(place, level).root_bridge_integral(), pi / 2, 1e-6);
}

TEST(Law1D, CellsOfSubnormalMassDoNoHarm) {
  // √(u(1 − u)) over [1, 2], where u runs from 0 to 1: π/8. The first cell holds 1e−310.
  const Law1D law = Law1D::from_cdf({0, 1, 2}, {0, 1e-310, 1});
  EXPECT_NEAR(law.root_bridge_integral(), M_PI / 8, 4e-15);  // a dozen roundings of 0.4
  EXPECT_NEAR(law.entropy(), 0, 1e-305);                     // −u log u of the first cell: 7e−308
  const Law1D smallest = Law1D::from_cdf({0, 1e300, 2e300}, {0, 5e-324, 1});
  EXPECT_NEAR(smallest.root_bridge_integral(), 1e300 * M_PI / 8, 1e286);
  EXPECT_TRUE(std::isfinite(smallest.entropy()));
}

TEST(Law1D, SmoothCdfIsRightBetweenNodesWhereverAPlaceLies) {
  std::vector<double> x, cdf;
  for (int i = 0; i <= 160; ++i) {
    x.push_back(-8 + 0.1 * i);
    cdf.push_back(i == 0 ? 0 : i == 160 ? 1 : 0.5 * std::erfc(-x.back() * M_SQRT1_2));
  }
  const Law1D law = Law1D::from_cdf(x, cdf);
  double smooth = 0, linear = 0;
  for (double place = -4; place < 4; place += 0.0137) {
    const double exact = 0.5 * std::erfc(-place * M_SQRT1_2);
    smooth = std::max(smooth, std::abs(law.smooth_cdf(place) - exact));
    linear = std::max(linear, std::abs(law.cdf(place) - exact));
  }
  EXPECT_NEAR(linear, 0.01 * 0.242 / 8, 3e-5);  // h² max |p'|/8
  EXPECT_LT(smooth, linear / 15);
  // Nodes are met, steps stay steps.
  EXPECT_EQ(law.smooth_cdf(x[70]), cdf[70]);
  EXPECT_EQ(table().smooth_cdf(table().points().front() - 1), 0);
  double before = 0;
  for (double place = -9; place < 9; place += 0.003) {
    EXPECT_GE(law.smooth_cdf(place), before);
    before = law.smooth_cdf(place);
  }
}

TEST(Law1D, BridgeIntegralHasTheSameBitsInEveryUnit) {
  std::vector<double> x, cdf;
  for (int i = 0; i <= 200; ++i) {
    x.push_back(-3 + 0.03 * i);
    cdf.push_back(i == 0 ? 0 : i == 200 ? 1 : 0.5 * std::erfc(-x.back() * M_SQRT1_2));
  }
  const double one = Law1D::from_cdf(x, cdf).root_bridge_integral();
  for (double& node : x) node *= 0x1p-30;
  EXPECT_EQ(Law1D::from_cdf(x, cdf).root_bridge_integral(), 0x1p-30 * one);
}

TEST(Law1D, EntropyOfATable) {
  EXPECT_NEAR(Law1D::from_cdf({1, 3}, {0, 1}).entropy(), std::log(2), 1e-15);
  EXPECT_NEAR(Law1D::from_cdf({0, 1, 2, 4}, {0, 0.5, 0.5, 1}).entropy(), std::log(2) + 0.5 * std::log(2),
              1e-15);
  EXPECT_THROW(Law1D::from_samples({1, 2}).entropy(), InvalidArgument);
}

TEST(Law1D, FromADensityDividesOutASmallMassError) {
  const double density[] = {0.1, 0.3, 0.6 + 1e-7, 1.0};
  const Law1D law = Law1D::from_density({0, 2, 4}, density);
  EXPECT_NEAR(law.cdf(1), 0.2, 1e-7);
  EXPECT_EQ(law.cdf(2), 1);
  EXPECT_NEAR(law.quantile(0.5), 1.5, 1e-6);
  const double heavy[] = {0.1, 0.3, 0.7, 1.0};
  EXPECT_THROW(Law1D::from_density({0, 2, 4}, heavy), InvalidArgument);
  EXPECT_NO_THROW(Law1D::from_density({0, 2, 4}, heavy, 0.1));
}

TEST(Law1D, FromADensityTakesNegativeCellsOnlyWhereAllowed) {
  const double density[] = {-1e-9, 0.5, -2e-9, 0.5 + 3e-9};
  EXPECT_THROW(Law1D::from_density({0, 4, 4}, density), InvalidArgument);
  const Law1D law = Law1D::from_density({0, 4, 4}, density, 1e-6, 1e-8);
  EXPECT_EQ(law.cdf(1), 0);
  EXPECT_EQ(law.cdf(2), law.cdf(3));
  EXPECT_NEAR(law.cdf(2.5), 0.5, 1e-8);
}

TEST(Law1D, RefusesWhatIsNoLaw) {
  EXPECT_THROW(Law1D::from_samples({}), InvalidArgument);
  EXPECT_THROW(Law1D::from_samples({1, std::nan("")}), InvalidArgument);
  EXPECT_THROW(Law1D::from_sorted({2, 1}), InvalidArgument);
  EXPECT_THROW(Law1D::from_cdf({0, 1}, {0, 0.9}), InvalidArgument);
  EXPECT_THROW(Law1D::from_cdf({0, 1}, {0.1, 1}), InvalidArgument);
  EXPECT_THROW(Law1D::from_cdf({0, 0, 1}, {0, 0.5, 1}), InvalidArgument);
  EXPECT_THROW(Law1D::from_cdf({0, 1, 2}, {0, 1.2, 1}), InvalidArgument);
  EXPECT_THROW(Law1D::from_cdf({0, 1, 2}, {0, std::nan(""), 1}), InvalidArgument);
  EXPECT_THROW(table().quantile(-0.1), InvalidArgument);
}

}  // namespace
}  // namespace kolmo
