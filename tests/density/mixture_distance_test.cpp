// The Kolmogorov–Smirnov distance of two mixtures.

#include "kolmo/density/mixture_distance.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"

namespace {

using kolmo::density::gaussian_1d;
using kolmo::density::GaussianMixture;
using kolmo::density::ks_distance;
using kolmo::density::mixture_1d;

double phi_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// Of two shifted normals it sits in the middle, Φ(δ/2) − Φ(−δ/2); of N(0, 1) and N(0, s²) where the densities
// meet, at x² = 2 s² ln s/(s² − 1). The second is so much wider that one grid alone would miss either.
TEST(MixtureDistance, OfTwoGaussiansIsTheClosedForm) {
  for (const double shift : {1e-6, 0.3, 5.0})
    EXPECT_NEAR(ks_distance(gaussian_1d(2, 1), gaussian_1d(2 + shift, 1)), 2 * phi_cdf(shift / 2) - 1, 1e-15);
  for (const double s : {1.001, 3.0, 1e4}) {
    const double x = std::sqrt(2 * s * s * std::log(s) / (s * s - 1));
    EXPECT_NEAR(ks_distance(gaussian_1d(0, 1), gaussian_1d(0, s)), phi_cdf(x) - phi_cdf(x / s), 1e-15) << s;
  }
}

// Three components against the same shifted and stretched: the supremum on 3 200 001 points, SciPy 1.10; the
// grid is 5e−6 wide, so that the curvature (below 1) costs it 1e−11 at most.
TEST(MixtureDistance, OfThreeComponentsIsThatOfAFineGrid) {
  const Eigen::Array3d weights(0.3, 0.5, 0.2), means(-3, 0, 2), deviations(0.4, 0.7, 0.3);
  const GaussianMixture a = mixture_1d(weights, means, deviations);
  const GaussianMixture b = mixture_1d(weights, 1.02 * means + 0.1, 1.02 * deviations);
  EXPECT_NEAR(ks_distance(a, b), 0.03722307993854623, 2e-11);
  EXPECT_NEAR(ks_distance(b, a), ks_distance(a, b), 1e-16);
  EXPECT_EQ(ks_distance(a, a), 0);
}

TEST(MixtureDistance, IsOnTheLine) {
  const GaussianMixture plane =
      kolmo::density::gaussian(Eigen::Vector2d::Zero(), Eigen::Matrix2d::Identity());
  EXPECT_THROW(ks_distance(plane, plane), kolmo::InvalidArgument);
  EXPECT_THROW(ks_distance(gaussian_1d(0, 1), plane), kolmo::InvalidArgument);
}

}  // namespace
