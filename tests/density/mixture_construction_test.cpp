// What a mixture accepts, and what it says about itself.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/empirical_density.hpp"
#include "mixture_samples.hpp"

namespace {

using kolmo::Index;
using kolmo::InvalidArgument;
using kolmo::Points;
using kolmo::density::CovarianceKind;
using kolmo::density::Covariances;
using kolmo::density::GaussianMixture;

Covariances unit(Index n, Index d) { return Covariances::isotropic(Eigen::ArrayXd::Ones(n), d); }

TEST(MixtureConstruction, RefusesWrongWeightsMeansAndCovariances) {
  const Points means = Points::Zero(2, 2);
  const auto weights = [](double a, double b) { return Eigen::ArrayXd(Eigen::Array2d(a, b)); };
  EXPECT_NO_THROW(GaussianMixture(weights(0.4, 0.6), means, unit(2, 2)));
  EXPECT_THROW(GaussianMixture(weights(0.4, 0.6 + 1e-11), means, unit(2, 2)), InvalidArgument);
  EXPECT_THROW(GaussianMixture(weights(0, 1), means, unit(2, 2)), InvalidArgument);
  EXPECT_THROW(GaussianMixture(weights(-0.5, 1.5), means, unit(2, 2)), InvalidArgument);
  EXPECT_THROW(GaussianMixture(weights(std::nan(""), 1), means, unit(2, 2)), InvalidArgument);
  EXPECT_THROW(GaussianMixture(weights(0.4, 0.6), Points::Zero(3, 2), unit(2, 2)), InvalidArgument);
  EXPECT_THROW(GaussianMixture(weights(0.4, 0.6), means, unit(2, 3)), InvalidArgument);
  EXPECT_THROW(GaussianMixture(weights(0.4, 0.6), means, unit(3, 2)), InvalidArgument);
  Points infinite = means;
  infinite(1, 1) = std::numeric_limits<double>::infinity();
  EXPECT_THROW(GaussianMixture(weights(0.4, 0.6), infinite, unit(2, 2)), InvalidArgument);
}

TEST(MixtureConstruction, RefusesCovariancesThatAreNotPositiveDefinite) {
  EXPECT_THROW(Covariances::isotropic(Eigen::ArrayXd::Zero(1), 2), InvalidArgument);
  EXPECT_THROW(Covariances::diagonal(Eigen::ArrayXXd::Constant(2, 2, -1)), InvalidArgument);
  EXPECT_THROW(Covariances::full({(Eigen::Matrix2d() << 1, 2, 2, 1).finished()}), InvalidArgument);
  EXPECT_THROW(Covariances::full({(Eigen::Matrix2d() << 1, 0.1, 0.2, 1).finished()}), InvalidArgument);
  EXPECT_THROW(Covariances::full({Eigen::MatrixXd::Identity(2, 2), Eigen::MatrixXd::Identity(3, 3)}),
               InvalidArgument);
  EXPECT_THROW(Covariances::full({}), InvalidArgument);
}

TEST(MixtureConstruction, KeepsTheSimplestKindOfCovariance) {
  EXPECT_EQ(Covariances::full({2 * Eigen::MatrixXd::Identity(3, 3)}).kind(), CovarianceKind::isotropic);
  EXPECT_EQ(Covariances::full({Eigen::Vector2d(1, 2).asDiagonal()}).kind(), CovarianceKind::diagonal);
  EXPECT_EQ(Covariances::full({(Eigen::Matrix2d() << 1, 0.5, 0.5, 1).finished()}).kind(),
            CovarianceKind::full);
  EXPECT_EQ(Covariances::full({3 * Eigen::MatrixXd::Identity(1, 1)}).kind(), CovarianceKind::isotropic);
}

TEST(MixtureConstruction, ReturnsTheCovariancesItWasGiven) {
  const auto matrices = samples::random_matrices(4, 3, 1);
  const Covariances covariances = Covariances::full(matrices);
  const Eigen::Vector3d u(1, -2, 0.5);
  for (Index k = 0; k < 4; ++k) {
    const Eigen::MatrixXd& matrix = matrices[static_cast<std::size_t>(k)];
    EXPECT_LT((covariances.matrix(k) - matrix).cwiseAbs().maxCoeff(), 1e-14);
    EXPECT_NEAR(covariances.variance_along(k, u), u.dot(matrix * u), 1e-13);
    const Eigen::VectorXd twice = covariances.square_root_times(k, covariances.square_root_times(k, u));
    EXPECT_LT((twice - matrix * u).cwiseAbs().maxCoeff(), 1e-13);
    const Eigen::MatrixXd moved = covariances.scaled_and_shifted(0.5, 2).matrix(k);
    EXPECT_LT((moved - 0.5 * matrix - 2 * Eigen::MatrixXd::Identity(3, 3)).cwiseAbs().maxCoeff(), 1e-14);
  }
}

// ½ N((0,0), I) + ½ N((2,4), diag(2, 3)): mean (1, 2), covariance ½(1 + 2) + 1, ½(1 + 3) + 4, cross 1·2.
TEST(MixtureConstruction, KnowsItsMeanAndCovariance) {
  Points means(2, 2);
  means << 0, 0, 2, 4;
  Eigen::ArrayXXd variances(2, 2);
  variances << 1, 1, 2, 3;
  const GaussianMixture mixture(Eigen::ArrayXd::Constant(2, 0.5), means, Covariances::diagonal(variances));
  EXPECT_NEAR(mixture.mean()(0), 1, 1e-15);
  EXPECT_NEAR(mixture.mean()(1), 2, 1e-15);
  const Eigen::MatrixXd covariance = mixture.covariance();
  EXPECT_NEAR(covariance(0, 0), 2.5, 1e-14);
  EXPECT_NEAR(covariance(1, 1), 6, 1e-14);
  EXPECT_NEAR(covariance(0, 1), 2, 1e-14);
}

TEST(MixtureConstruction, BlurringScalesAboutTheCentreAndAddsVariance) {
  const Eigen::Vector2d centre(1, -1);
  for (const auto& mixture : samples::mixtures(4, 2)) {
    const GaussianMixture blurred = mixture.blurred(centre, 0.6, 0.3);
    const Eigen::VectorXd mean = centre + 0.6 * (mixture.mean() - centre);
    EXPECT_LT((blurred.mean() - mean).cwiseAbs().maxCoeff(), 1e-14);
    const Eigen::MatrixXd covariance = 0.36 * mixture.covariance() + 0.3 * Eigen::MatrixXd::Identity(2, 2);
    EXPECT_LT((blurred.covariance() - covariance).cwiseAbs().maxCoeff(), 1e-14);
  }
  // All is forgotten: N(centre, 0.3).
  const GaussianMixture forgotten = samples::mixtures(2, 2).front().blurred(centre, 0, 0.3);
  EXPECT_LT((forgotten.mean() - centre).cwiseAbs().maxCoeff(), 1e-14);
  EXPECT_LT((forgotten.covariance() - 0.3 * Eigen::MatrixXd::Identity(2, 2)).cwiseAbs().maxCoeff(), 1e-14);
  EXPECT_THROW(samples::mixtures(2, 2).front().blurred(centre, 0, 0), InvalidArgument);
  EXPECT_THROW(samples::mixtures(2, 2).front().blurred(centre, 1, -0.3), InvalidArgument);
}

TEST(EmpiricalDensity, IsTheEqualMixtureOverTheData) {
  const Points data = samples::random_points(1000, 2, 1, 6);
  const GaussianMixture density = kolmo::density::empirical_density(data, 0.2);
  EXPECT_EQ(density.components(), 1000);
  EXPECT_TRUE((density.means() == data).all());
  EXPECT_NEAR(density.covariance(17)(1, 1), 0.04, 1e-17);
  EXPECT_NEAR(density.mean()(1), data.col(1).mean(), 1e-14);
  EXPECT_THROW(kolmo::density::empirical_density(data, 0), InvalidArgument);
  EXPECT_THROW(kolmo::density::empirical_density(data, std::nan("")), InvalidArgument);
  EXPECT_THROW(kolmo::density::empirical_density(Points(0, 2), 1.0), InvalidArgument);
  EXPECT_NO_THROW(kolmo::density::empirical_density(samples::random_points(100000, 1, 1, 6), 0.2));
}

}  // namespace
