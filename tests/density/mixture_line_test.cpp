// Moments, distribution function and quantiles in 1-D, and 1-D marginals.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/mixture_functionals.hpp"
#include "mixture_samples.hpp"

namespace {

using kolmo::ConstBlock;
using kolmo::Index;
using kolmo::InvalidArgument;
using kolmo::Values;
using kolmo::density::GaussianMixture;
using kolmo::density::mixture_1d;

GaussianMixture three() {
  return mixture_1d(Eigen::Array3d(0.3, 0.5, 0.2), Eigen::Array3d(-3, 0, 2), Eigen::Array3d(0.4, 0.7, 0.3));
}

TEST(MixtureOnTheLine, MomentsOfAGaussianAreTheKnownOnes) {
  const GaussianMixture g = kolmo::density::gaussian_1d(2, 3);  // m = 2, v = 9
  EXPECT_NEAR(g.raw_moment(0), 1, 1e-15);
  EXPECT_NEAR(g.raw_moment(1), 2, 1e-14);
  EXPECT_NEAR(g.raw_moment(2), 13, 1e-13);
  EXPECT_NEAR(g.raw_moment(3), 8 + 3 * 2 * 9, 1e-12);
  EXPECT_NEAR(g.raw_moment(4), 16 + 6 * 4 * 9 + 3 * 81, 1e-11);
  EXPECT_THROW(g.raw_moment(-1), InvalidArgument);
}

TEST(MixtureOnTheLine, MomentsAgreeWithQuadrature) {
  const GaussianMixture p = three();
  for (int n = 1; n <= 6; ++n) {
    const double quadrature =
        kolmo::density::expectation(p, [n](const ConstBlock& x, Values out) { out = x.col(0).pow(n); });
    EXPECT_NEAR(p.raw_moment(n), quadrature, 1e-11 * (1 + std::abs(quadrature))) << n;
  }
}

TEST(MixtureOnTheLine, DistributionFunctionHasTheDensityAsSlope) {
  const GaussianMixture p = three();
  for (double x = -5; x < 4; x += 0.37) {
    const double h = 1e-4;  // central difference of order 4: error h⁴ |p⁗| / 30 ≈ 1e−15, rounding 1e−16 / h
    const double slope =
        (8 * (p.cdf(x + h) - p.cdf(x - h)) - (p.cdf(x + 2 * h) - p.cdf(x - 2 * h))) / (12 * h);
    Eigen::ArrayXd log_density(1);
    p.log_density(kolmo::Points::Constant(1, 1, x), log_density);
    EXPECT_NEAR(slope, std::exp(log_density(0)), 1e-11);
    EXPECT_NEAR(p.cdf(x) + p.probability_above(x), 1, 1e-15);
  }
  const double tail = 0.5 * 0.5 * std::erfc(8 / 0.7 / std::sqrt(2.0));  // the other two add 1e-58 of it
  EXPECT_NEAR(p.probability_above(8) / tail, 1, 1e-12);
}

TEST(MixtureOnTheLine, QuantileInvertsTheDistributionFunction) {
  const GaussianMixture p = three();
  for (double u : {1e-12, 1e-4, 0.1, 0.29999, 0.3, 0.5, 0.79, 0.8, 0.9, 0.9999}) {
    EXPECT_NEAR(p.cdf(p.quantile(u)) / u, 1, 1e-13) << u;
  }
  EXPECT_NEAR(p.probability_above(p.quantile(1 - 1e-10)), 1e-10, 1e-16);
  EXPECT_NEAR(kolmo::density::gaussian_1d(0, 1).quantile(0.975), 1.959963984540054, 1e-14);
  EXPECT_THROW(p.quantile(0), InvalidArgument);
  EXPECT_THROW(p.quantile(1), InvalidArgument);
}

TEST(MixtureOnTheLine, MarginalsOfMixturesProjectMeansAndCovariances) {
  const Eigen::Vector2d u(0.6, -1.5);
  for (const auto& mixture : samples::mixtures(5, 2)) {
    const GaussianMixture line = mixture.marginal_1d(u);
    EXPECT_NEAR(line.raw_moment(1), u.dot(mixture.mean()), 1e-14);
    const double variance = line.raw_moment(2) - line.raw_moment(1) * line.raw_moment(1);
    EXPECT_NEAR(variance, u.dot(mixture.covariance() * u), 1e-12);
    const double third = kolmo::density::expectation(
        mixture, [&](const ConstBlock& x, Values out) { out = (u(0) * x.col(0) + u(1) * x.col(1)).cube(); });
    EXPECT_NEAR(line.raw_moment(3), third, 1e-10 * (1 + std::abs(third)));
    EXPECT_THROW(mixture.marginal_1d(Eigen::Vector2d::Zero()), InvalidArgument);
    EXPECT_THROW(mixture.cdf(0), InvalidArgument);
  }
}

}  // namespace
