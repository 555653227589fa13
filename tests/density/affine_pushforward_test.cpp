// The push-forward of a mixture is the mixture with mapped means and covariances.

#include "kolmo/density/affine_pushforward.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "kolmo/core/errors.hpp"
#include "mixture_samples.hpp"

namespace {

using kolmo::Index;
using kolmo::InvalidArgument;
using kolmo::Points;
using kolmo::density::AffinePushforward;
using kolmo::density::Covariances;
using kolmo::density::GaussianMixture;

// Both sides in double precision: 1e−11 relative to 1 + the value is ample for a matrix of condition 3.
TEST(AffinePushforward, OfAMixtureIsTheMappedMixture) {
  const Eigen::MatrixXd matrix = (Eigen::Matrix2d() << 1.5, -0.4, 0.7, 0.8).finished();
  const Eigen::VectorXd offset = Eigen::Vector2d(0.3, -1);
  const GaussianMixture mixture = samples::mixtures(4, 2).back();
  const AffinePushforward pushed(std::make_shared<GaussianMixture>(mixture), matrix, offset);
  Points means = (mixture.means().matrix() * matrix.transpose()).array();
  std::vector<Eigen::MatrixXd> covariances;
  for (Index k = 0; k < 4; ++k) {
    means.row(k) += offset.transpose().array();
    const Eigen::MatrixXd mapped = matrix * mixture.covariance(k) * matrix.transpose();
    covariances.push_back(0.5 * (mapped + mapped.transpose()));
  }
  const GaussianMixture direct(mixture.weights(), means, Covariances::full(covariances));

  const Index n = 20;
  const Points x = samples::random_points(n, 2, 3, 2), v = samples::random_points(n, 2, 1, 3);
  const auto close = [](const auto& a, const auto& b) {
    return ((a - b).abs() / (1 + b.abs())).maxCoeff() < 1e-11;
  };
  Points a(n, 2), b(n, 2);
  Eigen::ArrayXd p(n), q(n);
  pushed.log_density(x, p);
  direct.log_density(x, q);
  EXPECT_TRUE(close(p, q));
  pushed.score(x, a);
  direct.score(x, b);
  EXPECT_TRUE(close(a, b));
  pushed.score_and_laplacian(x, a, p);
  direct.score_and_laplacian(x, b, q);
  EXPECT_TRUE(close(a, b));
  EXPECT_TRUE(close(p, q));
  pushed.hessian_product(x, v, a);
  direct.hessian_product(x, v, b);
  EXPECT_TRUE(close(a, b));
}

TEST(AffinePushforward, MapsSamples) {
  const Eigen::MatrixXd matrix = (Eigen::Matrix2d() << 0, 2, -1, 0).finished();
  const auto mixture = std::make_shared<GaussianMixture>(samples::mixtures(3, 2).front());
  const AffinePushforward pushed(mixture, matrix, Eigen::Vector2d(1, 0));
  const kolmo::RandomStream stream(2, 2);
  const Points x = sample(*mixture, stream, 100), y = sample(pushed, stream, 100);
  EXPECT_LT((y.col(0) - (2 * x.col(1) + 1)).abs().maxCoeff(), 1e-15);
  EXPECT_LT((y.col(1) + x.col(0)).abs().maxCoeff(), 1e-15);
}

TEST(AffinePushforward, RefusesWhatIsNoBijection) {
  const auto mixture = std::make_shared<GaussianMixture>(samples::mixtures(3, 2).front());
  EXPECT_THROW(AffinePushforward(mixture, Eigen::Matrix2d::Zero(), Eigen::Vector2d::Zero()), InvalidArgument);
  EXPECT_THROW(AffinePushforward(mixture, Eigen::MatrixXd::Identity(3, 3), Eigen::Vector2d::Zero()),
               InvalidArgument);
  EXPECT_THROW(AffinePushforward(mixture, Eigen::Matrix2d::Identity(), Eigen::Vector3d::Zero()),
               InvalidArgument);
  EXPECT_THROW(AffinePushforward(nullptr, Eigen::Matrix2d::Identity(), Eigen::Vector2d::Zero()),
               InvalidArgument);
}

}  // namespace
