// SVGD, the kernel Stein discrepancy, and the flow of the score.

#include <gtest/gtest.h>

#include "kolmo/core/statistics/gauss_hermite.hpp"
#include "kolmo/sampling/flow/score_flow.hpp"
#include "kolmo/sampling/stein/stein.hpp"
#include "under_test.hpp"

namespace kolmo::sampling {
namespace {

TEST(Svgd, TwoParticlesRestWhereTheyShould) {
  const double l = 1.3;  // k = e^{−r²/2l²}
  Points x(2, 1);
  x << -0.4, 0.9;
  const SvgdEnd end = svgd(*normal_target(), x, {0.1, 20000, 2 * l * l, 1e-13});
  ASSERT_TRUE(end.converged);
  const double a = std::sqrt(0.5 * l * l * std::log(1 + 2 / (l * l)));
  EXPECT_NEAR(end.x(0, 0), -a, 1e-9);
  EXPECT_NEAR(end.x(1, 0), a, 1e-9);
}

TEST(Svgd, TheLinearKernelMovesSecondMoments) {
  Points x(3, 1);
  x << 0.4, -0.3, 0.7;
  const double start = x.square().mean(), h = 0.005;
  for (int n = 0; n < 200; ++n) {  // Heun's method: error O(h²)
    const Points first = svgd_direction(-x, x, LinearPair()), y = x + h * first,
                 second = svgd_direction(-y, y, LinearPair());
    x += 0.5 * h * (first + second);
  }
  EXPECT_NEAR(x.square().mean(), 1 / (1 + (1 / start - 1) * std::exp(-2.0)), 2e-5);
}

TEST(Svgd, ItsVarianceCollapsesWithTheDimension) {
  for (const auto& [d, expected] : {std::pair{1, .935}, {5, .586}, {20, .174}, {50, .077}}) {
    Points x(50, d);
    RandomStream(2).normals(0, 0, x);
    const SvgdEnd end = svgd(*normal_target(1, d), x, {0.2, 600, {}, 1e-6});
    EXPECT_NEAR(end.x.square().mean(), expected, 0.05 * expected + 0.005) << d;
  }
}

Points scores_of(const Points& x) { return -x; }

/// E k_p(x, x′), x and x′ ~ N(shift, 1), for the target N(0, 1).
double discrepancy(double shift) {
  const GaussHermite rule(60);
  const Points x = rule.nodes + shift;
  const Eigen::MatrixXd k = stein_kernel(x, scores_of(x), x, scores_of(x), 1);
  return rule.weights.matrix().dot(k * rule.weights.matrix());
}

TEST(SteinDiscrepancy, IsWhatItShouldBeOnGaussians) {
  EXPECT_NEAR(discrepancy(0), 0, 1e-10);
  for (const double shift : {0.3, 1.0, 2.0})
    EXPECT_NEAR(discrepancy(shift), shift * shift / std::sqrt(3.0), 1e-10);
  const GaussHermite rule(60);
  double diagonal = 0;
  for (Index i = 0; i < 60; ++i) {
    const Points x = Points::Constant(1, 1, rule.nodes(i));
    diagonal += rule.weights(i) * stein_kernel(x, scores_of(x), x, scores_of(x), 1)(0, 0);
  }
  EXPECT_NEAR(diagonal, 2, 1e-12);
}

double rejections(SteinBootstrap bootstrap, double shift, Index replicas) {
  double count = 0;
  for (Index r = 0; r < replicas; ++r) {
    const RandomStream stream = RandomStream(9).role("replica", static_cast<std::uint64_t>(r));
    Points x(100, 1);
    stream.role("draws").normals(0, 0, x);
    x += shift;
    count +=
        stein_test(stein_kernel(x, scores_of(x), x, scores_of(x), 1), bootstrap, 199, stream).p_value <= 0.05;
  }
  return count / static_cast<double>(replicas);
}

TEST(SteinDiscrepancy, ItsTestHasItsLevelAndSeesAShift) {
  for (const SteinBootstrap bootstrap : {SteinBootstrap::wild, SteinBootstrap::multinomial}) {
    const double level = rejections(bootstrap, 0, 300);
    EXPECT_GE(level, 0.01);
    EXPECT_LE(level, 0.09);
    EXPECT_GT(rejections(bootstrap, 0.5, 20), 0.9);
  }
}

TEST(SteinDiscrepancy, IsBlindToTheWeightsOfModes) {
  const auto mixture = [](double left) {
    return density::mixture_1d(Eigen::Array2d(left, 1 - left), Eigen::Array2d(-5, 5), Eigen::Array2d(1, 1));
  };
  const density::GaussianMixture right = mixture(0.2);
  const auto statistic = [&](const density::GaussianMixture& law, double shift) {
    const Points x = density::sample(law, RandomStream(1), 500) + shift;
    Points s(x.rows(), 1);
    right.score(x, s);
    return ksd_u(stein_kernel(x, s, x, s, 1));
  };
  // Equal weights for 0.2 and 0.8 are as good as the truth; a shift by 0.3 is seen.
  EXPECT_LT(std::abs(statistic(mixture(0.5), 0)), 0.02);
  EXPECT_GT(statistic(right, 0.3), 0.03);
}

TEST(ScoreFlow, FindsEveryCriticalPointOfAMixture) {
  Points means(3, 2);
  means << -2, 0, 2, 0, 0, 3;
  const density::GaussianMixture mixture(Eigen::Array3d(0.3, 0.3, 0.4), means,
                                         density::Covariances::isotropic(Eigen::Array3d(0.5, 0.5, 0.5), 2));
  const auto points = critical_points(mixture, {{-4, 4}, {-2, 5}}, 25);
  Index modes = 0, saddles = 0, minima = 0;
  for (const CriticalPoint& one : points) {
    modes += one.kind == CriticalKind::mode;
    saddles += one.kind == CriticalKind::saddle;
    minima += one.kind == CriticalKind::minimum;
  }
  EXPECT_EQ(modes, 3);
  EXPECT_EQ(modes - saddles + minima, 1);
  Points starts(3, 2);
  starts << -3, -1, 3, 0.5, 0, 4;
  const std::vector<Index> ends = basins(mixture, starts, points);
  for (std::size_t i = 0; i < 3; ++i) {
    ASSERT_GE(ends[i], 0);
    EXPECT_LT((points[static_cast<std::size_t>(ends[i])].place.transpose() -
               means.row(static_cast<Index>(i)).matrix())
                  .norm(),
              0.2);
  }
}

TEST(ScoreFlow, SlerpStaysOnTheSphere) {
  const Eigen::Vector3d a(1, 0, 0), b(0, 1, 0);
  EXPECT_NEAR((slerp(a, b, 0.5) - Eigen::Vector3d(std::sqrt(0.5), std::sqrt(0.5), 0)).norm(), 0, 1e-15);
  EXPECT_NEAR((slerp(a, 3 * a, 0.5) - 2 * a).norm(), 0, 1e-15);
  Points path(101, 3);
  for (Index k = 0; k <= 100; ++k)
    path.row(k) = slerp(a, b, 0.01 * static_cast<double>(k)).transpose().array();
  EXPECT_NEAR(path_length(path), std::numbers::pi / 2, 1e-4);
}

}  // namespace
}  // namespace kolmo::sampling
