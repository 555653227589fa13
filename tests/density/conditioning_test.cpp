// Mixtures given an observation: Bayes' rule point by point.

#include "kolmo/density/conditioning.hpp"

#include <gtest/gtest.h>

#include <Eigen/LU>

#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"

namespace kolmo::density {
namespace {

GaussianMixture prior() {
  Points means(3, 3);
  means << -1, 0, 0.5, 1, 1.5, -0.5, 0.5, -1, 0;
  std::vector<Eigen::MatrixXd> covariances;
  for (int k = 0; k < 3; ++k) {
    Eigen::Matrix3d c = Eigen::Matrix3d::Identity() * (0.2 + 0.1 * k);
    c(0, 1) = c(1, 0) = 0.1 - 0.05 * k;
    c(1, 2) = c(2, 1) = 0.02;
    covariances.emplace_back(c);
  }
  return {Eigen::Array3d(0.5, 0.3, 0.2), means, Covariances::full(covariances)};
}

LinearObservation observation() {
  LinearObservation seen{Eigen::MatrixXd(2, 3), Eigen::Vector2d(0.4, -0.3), Eigen::MatrixXd(2, 2)};
  seen.matrix << 1, 0.5, 0, 0.2, -1, 1;
  seen.noise << 0.1, 0.03, 0.03, 0.2;
  return seen;
}

double log_likelihood(const LinearObservation& seen, const Eigen::Vector3d& x) {
  const Eigen::Vector2d rest = seen.value - seen.matrix * x;
  return -0.5 * rest.dot(seen.noise.inverse() * rest) -
         0.5 * std::log(std::pow(2 * std::numbers::pi, 2) * seen.noise.determinant());
}

Points places() {
  Points x(4, 3);
  x << 0, 0, 0, -1, 0.3, 0.7, 1.2, 1, -1, 0.4, -2, 0.1;
  return x;
}

TEST(Conditioning, IsBayesRuleAtEveryPlace) {
  const GaussianMixture before = prior(), after = conditioned(before, observation());
  const double evidence = log_evidence(before, observation());
  const Points x = places();
  Eigen::ArrayXd log_prior(4), log_posterior(4);
  before.log_density(x, log_prior);
  after.log_density(x, log_posterior);
  for (Index i = 0; i < 4; ++i)
    EXPECT_NEAR(log_posterior(i),
                log_prior(i) + log_likelihood(observation(), x.row(i).matrix().transpose()) - evidence,
                1e-12 * (1 + std::abs(log_posterior(i))));
}

TEST(Conditioning, APowerOfTheLikelihoodIsLessNoise) {
  LinearObservation sharper = observation();
  sharper.noise /= 3;
  const GaussianMixture after = conditioned(prior(), sharper);
  const Points x = places();
  Eigen::ArrayXd log_prior(4), log_power(4);
  prior().log_density(x, log_prior);
  after.log_density(x, log_power);
  const auto constant = [&](Index i) {
    return log_power(i) - log_prior(i) - 3 * log_likelihood(observation(), x.row(i).matrix().transpose());
  };
  for (Index i = 1; i < 4; ++i) EXPECT_NEAR(constant(i), constant(0), 1e-11);
}

TEST(Conditioning, OnCoordinatesIsTheJointOverTheMarginal) {
  const GaussianMixture joint = prior(), given = conditional(joint, {1}, Eigen::VectorXd::Constant(1, 0.3));
  Points whole(2, 3), rest(2, 2), known(2, 1);
  whole << 0.2, 0.3, -0.4, 1.5, 0.3, 0.9;
  rest.col(0) = whole.col(0);
  rest.col(1) = whole.col(2);
  known = 0.3;
  Eigen::ArrayXd log_joint(2), log_marginal(2), log_given(2);
  joint.log_density(whole, log_joint);
  joint.marginal_1d(Eigen::Vector3d(0, 1, 0)).log_density(known, log_marginal);
  given.log_density(rest, log_given);
  for (Index i = 0; i < 2; ++i) EXPECT_NEAR(log_given(i), log_joint(i) - log_marginal(i), 1e-12);
}

TEST(Conditioning, TheLimitOfNoNoiseIsTheConditionalLaw) {
  const LinearObservation seen{Eigen::RowVector3d(0, 1, 0), Eigen::VectorXd::Constant(1, 0.3),
                               Eigen::MatrixXd::Constant(1, 1, 1e-10)};
  const GaussianMixture near = conditioned(prior(), seen),
                        limit = conditional(prior(), {1}, Eigen::VectorXd::Constant(1, 0.3));
  EXPECT_NEAR(near.mean()(0), limit.mean()(0), 1e-8);
  EXPECT_NEAR(near.mean()(2), limit.mean()(1), 1e-8);
  EXPECT_NEAR(near.covariance()(0, 0), limit.covariance()(0, 0), 1e-8);
}

TEST(Conditioning, LeavesOutWhatNoDoubleCanHold) {
  const GaussianMixture pair =
      mixture_1d(Eigen::Array2d(0.5, 0.5), Eigen::Array2d(0, 1000), Eigen::Array2d(1, 1));
  const GaussianMixture after =
      conditioned(pair, {Eigen::MatrixXd::Ones(1, 1), Eigen::VectorXd::Ones(1), Eigen::MatrixXd::Ones(1, 1)});
  EXPECT_EQ(after.components(), 1);
  EXPECT_NEAR(after.mean()(0), 0.5, 1e-15);
}

TEST(Conditioning, RefusesWhatIsNoObservation) {
  LinearObservation seen = observation();
  seen.noise(0, 0) = -1;
  EXPECT_THROW(conditioned(prior(), seen), InvalidArgument);
  seen = observation();
  seen.matrix = Eigen::MatrixXd::Ones(2, 2);
  EXPECT_THROW(conditioned(prior(), seen), InvalidArgument);
  seen = observation();
  seen.value = Eigen::VectorXd::Ones(3);
  EXPECT_THROW(log_evidence(prior(), seen), InvalidArgument);
  EXPECT_THROW(conditional(prior(), {0, 0}, Eigen::Vector2d(1, 1)), InvalidArgument);
  EXPECT_THROW(conditional(prior(), {3}, Eigen::VectorXd::Ones(1)), InvalidArgument);
  EXPECT_THROW(conditional(prior(), {0, 1, 2}, Eigen::Vector3d::Ones()), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::density
