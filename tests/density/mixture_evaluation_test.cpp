// Log density, score, Laplacian and Hessian products of mixtures against extended precision.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "mixture_oracle.hpp"
#include "mixture_samples.hpp"

namespace {

using kolmo::Index;
using kolmo::Points;
using kolmo::density::CovarianceKind;
using kolmo::density::Covariances;
using kolmo::density::GaussianMixture;

/// Every quantity at every point agrees to `tolerance` relative to 1 + the size of the oracle's value.
void expect_agreement(const GaussianMixture& mixture, const Points& x, double tolerance) {
  const Index n = x.rows(), d = x.cols();
  const Points v = samples::random_points(n, d, 1, 5);
  Points score(n, d), score_too(n, d), product(n, d);
  Eigen::ArrayXd log_density(n), laplacian(n);
  mixture.log_density(x, log_density);
  mixture.score(x, score);
  mixture.score_and_laplacian(x, score_too, laplacian);
  mixture.hessian_product(x, v, product);
  for (Index i = 0; i < n; ++i) {
    const auto exact = oracle::evaluate(mixture, x.row(i).matrix().transpose());
    const oracle::Vector exact_product = exact.hessian * v.row(i).matrix().transpose().cast<oracle::Real>();
    const auto close = [&](double value, oracle::Real wanted, const char* what) {
      EXPECT_NEAR(value, static_cast<double>(wanted), tolerance * (1 + std::abs(static_cast<double>(wanted))))
          << what << " at row " << i << ", d = " << d << ", components = " << mixture.components();
    };
    close(log_density(i), exact.log_density, "log density");
    close(laplacian(i), exact.hessian.trace(), "Laplacian");
    for (Index j = 0; j < d; ++j) {
      close(score(i, j), exact.score(j), "score");
      close(score_too(i, j), exact.score(j), "score with Laplacian");
      close(product(i, j), exact_product(j), "Hessian product");
    }
  }
}

// Logits of size L carry errors of a few L ε: with |x| ≤ 4 and variances ≥ 0.2, L ≤ 200, so 2e−12 is some 40
// L ε.
TEST(MixtureEvaluation, AgreesWithExtendedPrecisionInEveryKindAndDimension) {
  for (Index d = 1; d <= 5; ++d) {
    for (Index components : {1, 3, 16, 17, 50}) {
      for (const auto& mixture : samples::mixtures(components, d)) {
        expect_agreement(mixture, samples::random_points(21, d, 4, 3), 2e-12);
      }
    }
  }
}

// There L is up to 1e6 · d / (2 · 0.2) = 1e7, so responsibilities have errors of 1e7 ε = 2e−9, relative to
// scores of 1e3 to 1e4; the value log p itself keeps full relative accuracy.
TEST(MixtureEvaluation, DoesNotUnderflowFarAway) {
  for (Index d = 1; d <= 4; ++d) {
    Points x(4, d);
    x.row(0).setConstant(1e3);
    x.row(1).setConstant(-1e3);
    x.row(2).setConstant(7);
    x.row(2)(0) = 1e3;
    x.row(3).setConstant(30);
    for (const auto& mixture : samples::mixtures(20, d)) expect_agreement(mixture, x, 2e-8);
  }
}

TEST(MixtureEvaluation, KeepsTheLaplacianOfEqualVariancesFarAway) {
  const auto mixture = samples::mixtures(8, 2).front();
  const Points x = Points::Constant(1, 2, 1e3);
  Points score(1, 2);
  Eigen::ArrayXd laplacian(1);
  mixture.score_and_laplacian(x, score, laplacian);
  EXPECT_NEAR(laplacian(0),
              static_cast<double>(oracle::evaluate(mixture, x.row(0).matrix().transpose()).hessian.trace()),
              1e-10);
}

// A component of relative weight e^{−745…} in a later chunk must neither vanish into NaN nor disturb.
TEST(MixtureEvaluation, ChunksThatUnderflowEntirelyAddNothing) {
  Points means = Points::Constant(40, 2, 500.0);
  means.topRows(2) = samples::random_points(2, 2, 1, 1);
  const GaussianMixture both(Eigen::ArrayXd::Constant(40, 1.0 / 40), means,
                             Covariances::isotropic(Eigen::ArrayXd::Constant(40, 0.5), 2));
  expect_agreement(both, samples::random_points(9, 2, 1, 2), 2e-12);
  expect_agreement(both, samples::random_points(9, 2, 1, 2) + 500, 2e-12);
}

TEST(MixtureEvaluation, GivesTheSameBitsWhereverAPointStands) {
  for (Index d : {1, 2, 3, 4}) {
    const Index n = 77;
    const Points x = samples::random_points(n, d, 3, 9);
    for (const auto& mixture : samples::mixtures(20, d)) {
      Points score(n, d);
      Eigen::ArrayXd log_density(n), laplacian(n);
      mixture.score_and_laplacian(x, score, laplacian);
      mixture.log_density(x, log_density);
      for (Index i = 0; i < n; i += 5) {
        for (Index rows : {1, 3, 8}) {
          const Index m = std::min(rows, n - i);
          Points part(m, d);
          Eigen::ArrayXd part_log(m), part_laplacian(m);
          mixture.score_and_laplacian(x.middleRows(i, m), part, part_laplacian);
          mixture.log_density(x.middleRows(i, m), part_log);
          EXPECT_TRUE((part == score.middleRows(i, m)).all());
          EXPECT_TRUE((part_log == log_density.segment(i, m)).all());
          EXPECT_TRUE((part_laplacian == laplacian.segment(i, m)).all());
        }
      }
    }
  }
}

TEST(MixtureEvaluation, WritesOnlyItsRowsOfAnEnsemble) {
  const auto mixture = samples::mixtures(5, 2).front();
  const Points x = samples::random_points(50, 2, 2, 4);
  Points score = Points::Constant(50, 2, -7);
  mixture.score(x.middleRows(10, 13), score.middleRows(10, 13));
  EXPECT_TRUE((score.topRows(10) == -7).all());
  EXPECT_TRUE((score.bottomRows(27) == -7).all());
  EXPECT_TRUE((score.middleRows(10, 13) != -7).all());
}

// Not a number, an infinite point, and one whose squared distance overflows.
TEST(MixtureEvaluation, GivesNotANumberWhereItCannotCompute) {
  for (double bad :
       {std::numeric_limits<double>::quiet_NaN(), -std::numeric_limits<double>::infinity(), 1e200}) {
    for (Index d : {1, 2, 4}) {
      for (const auto& mixture : samples::mixtures(40, d)) {
        Points x = samples::random_points(6, d, 1, 4);
        x(2, d - 1) = bad;
        Points score(6, d);
        Eigen::ArrayXd log_density(6), laplacian(6);
        mixture.log_density(x, log_density);
        mixture.score_and_laplacian(x, score, laplacian);
        EXPECT_TRUE(std::isnan(log_density(2)));
        EXPECT_TRUE(std::isnan(laplacian(2)));
        for (Index j = 0; j < d; ++j) EXPECT_TRUE(std::isnan(score(2, j)));
        EXPECT_TRUE(score.row(3).allFinite());
      }
    }
  }
}

}  // namespace
