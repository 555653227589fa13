// Exact samples: moments within standard errors, and their addressing.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/parallel/parallel.hpp"
#include "mixture_samples.hpp"

namespace {

using kolmo::Index;
using kolmo::Points;
using kolmo::RandomStream;

// 4·10⁵ samples; standard errors from the sample itself; 6.1 of them is the suite's level (5e−10 a check).
TEST(MixtureSampling, HasTheMomentsOfTheMixture) {
  const Index n = 400000;
  for (const auto& mixture : samples::mixtures(4, 2)) {
    const Points x = kolmo::density::sample(mixture, RandomStream(7, 3), n);
    const Eigen::VectorXd mean = mixture.mean();
    const Eigen::MatrixXd covariance = mixture.covariance();
    const auto expect_mean = [&](const Eigen::ArrayXd& values, double wanted) {
      const double average = values.mean();
      const double error = std::sqrt((values - average).square().mean() / static_cast<double>(n));
      EXPECT_NEAR(average, wanted, 6.1 * error);
    };
    for (Index i = 0; i < 2; ++i) {
      expect_mean(x.col(i), mean(i));
      for (Index j = 0; j <= i; ++j)
        expect_mean((x.col(i) - mean(i)) * (x.col(j) - mean(j)), covariance(i, j));
    }
    const auto line = mixture.marginal_1d(Eigen::Vector2d(1, 0.5));
    const Eigen::ArrayXd projected = x.col(0) + 0.5 * x.col(1);
    expect_mean((projected > 0.4).cast<double>(), line.probability_above(0.4));
    expect_mean(projected.square().square(), line.raw_moment(4));
  }
}

TEST(MixtureSampling, DependsOnStreamAndParticleAlone) {
  const auto mixture = samples::mixtures(4, 2).back();
  const RandomStream stream(5, 1);
  const Points all = kolmo::density::sample(mixture, stream, 3000);
  Points part(100, 2);
  mixture.sample(stream, 1600, part);
  EXPECT_TRUE((part == all.middleRows(1600, 100)).all());
  const int before = kolmo::threads();
  for (int threads : {1, 3}) {
    kolmo::set_threads(threads);
    EXPECT_TRUE((kolmo::density::sample(mixture, stream, 3000) == all).all());
  }
  kolmo::set_threads(before);
  EXPECT_FALSE((kolmo::density::sample(mixture, RandomStream(6, 1), 3000) == all).any());
}

}  // namespace
