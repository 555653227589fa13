// Guided and approximate conditional scores against differences of the logarithms that they are gradients of.

#include "kolmo/process/score/guided_score.hpp"

#include <gtest/gtest.h>

#include <Eigen/LU>

#include <cmath>

#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/process/score/marginal.hpp"
#include "kolmo/process/score/posterior_score.hpp"

namespace kolmo::process {
namespace {

density::GaussianMixture prior() {
  Points means(2, 2);
  means << -1, 0.4, 0.8, -0.5;
  Eigen::Matrix2d one, other;
  one << 0.3, 0.1, 0.1, 0.2;
  other << 0.2, -0.05, -0.05, 0.5;
  return {Eigen::Array2d(0.6, 0.4), means, density::Covariances::full({one, other})};
}

density::LinearObservation observation() {
  density::LinearObservation seen{Eigen::MatrixXd(2, 2), Eigen::Vector2d(0.3, -0.4), Eigen::MatrixXd(2, 2)};
  seen.matrix << 1, 0.3, -0.2, 1.5;
  seen.noise << 0.15, 0.02, 0.02, 0.1;
  return seen;
}

std::shared_ptr<const VariancePreserving> preserving() {
  return std::make_shared<VariancePreserving>(0.1, 20, 1, 2);
}

Points places() {
  Points x(3, 2);
  x << 0.2, -0.3, -1.1, 0.9, 1.4, 0.1;
  return x;
}

constexpr double times[] = {0.02, 0.2, 0.6};

/// ∇f by central differences over 1e−5, off by 1e−9 or so.
Points gradient(const std::function<Eigen::ArrayXd(const Points&)>& f, const Points& x) {
  constexpr double h = 1e-5;
  Points g(x.rows(), x.cols());
  for (Index j = 0; j < x.cols(); ++j) {
    Points up = x, down = x;
    up.col(j) += h;
    down.col(j) -= h;
    g.col(j) = (f(up) - f(down)) / (2 * h);
  }
  return g;
}

Points score_of(const ScoreField& field, double t, const Points& x) {
  Points s(x.rows(), x.cols());
  field.score(t, x, s);
  return s;
}

TEST(GuidedScore, IsTheGradientOfThePriorTimesAPowerOfTheLikelihood) {
  const auto unconditional = std::make_shared<MarginalScore>(preserving(), prior()),
             conditional =
                 std::make_shared<MarginalScore>(preserving(), density::conditioned(prior(), observation()));
  for (const double strength : {0.0, 1.0, 3.5})
    for (const double t : times) {
      const auto log = [&](const Points& x) {
        Eigen::ArrayXd without(x.rows()), with(x.rows());
        unconditional->log_density(t, x, without);
        conditional->log_density(t, x, with);
        return Eigen::ArrayXd(without + strength * (with - without));
      };
      const GuidedScore guided(unconditional, conditional, strength);
      EXPECT_LT((score_of(guided, t, places()) - gradient(log, places())).abs().maxCoeff(), 1e-7);
      Points s(3, 2);
      Eigen::ArrayXd divergence(3);
      guided.score_and_divergence(t, places(), s, divergence);
      EXPECT_LT((s - score_of(guided, t, places())).abs().maxCoeff(), 1e-12);
      Eigen::ArrayXd differences = Eigen::ArrayXd::Zero(3);
      for (Index j = 0; j < 2; ++j)
        differences +=
            gradient([&](const Points& x) { return Eigen::ArrayXd(score_of(guided, t, x).col(j)); }, places())
                .col(j);
      EXPECT_LT((divergence - differences).abs().maxCoeff(), 1e-6);
    }
}

TEST(GuidedScore, ClosedFormsAreThePosteriorAtStrengthOneAlone) {
  for (const double r2 : {0.01, 0.25, 4.0}) {
    for (const auto law : {guided_diffusion, guided_flow, guided_power}) {
      EXPECT_NEAR(law(1, 1.2, r2).mean, 1.2 / (1 + r2), 1e-13);
      EXPECT_NEAR(law(1, 1.2, r2).variance, r2 / (1 + r2), 1e-14);
    }
    const GuidedGaussian diffusion = guided_diffusion(3, 1.2, r2), flow = guided_flow(3, 1.2, r2),
                         power = guided_power(3, 1.2, r2);
    EXPECT_LT(flow.variance, diffusion.variance);
    EXPECT_LT(diffusion.variance, power.variance);
    EXPECT_NEAR(guided_diffusion(0.5, 1, r2).variance, guided_diffusion(0.5 + 1e-9, 1, r2).variance, 1e-7);
  }
  EXPECT_THROW(guided_diffusion(0, 1, 1), InvalidArgument);
  EXPECT_THROW(guided_flow(1, 1, 0), InvalidArgument);
}

TEST(GuidedScore, RefusesScoresThatDoNotFit) {
  const auto score = std::make_shared<MarginalScore>(preserving(), prior());
  const auto line = std::make_shared<MarginalScore>(std::make_shared<VariancePreserving>(0.1, 20, 1, 1),
                                                    density::gaussian_1d(0, 1));
  EXPECT_THROW(GuidedScore(score, line, 1), InvalidArgument);
  EXPECT_THROW(GuidedScore(nullptr, score, 1), InvalidArgument);
  EXPECT_THROW(GuidedScore(score, score, INFINITY), InvalidArgument);
}

/// log N(y; A x̂, S) with x̂ by Tweedie's formula, written out.
Eigen::ArrayXd log_likelihood(Likelihood likelihood, double t, const Points& x) {
  const auto process = preserving();
  const Kernel kernel = *exact_kernel(*process, 0, t);
  const MarginalScore marginal(process, prior());
  const density::LinearObservation seen = observation();
  Eigen::MatrixXd covariance = seen.noise;
  if (likelihood == Likelihood::isotropic) {
    const double v = kernel.variance, s2 = prior().covariance().trace() / 2,
                 spread = v * s2 / (kernel.scale * kernel.scale * s2 + v);
    covariance += spread * seen.matrix * seen.matrix.transpose();
  }
  const Points denoised = likelihood == Likelihood::clean
                              ? x
                              : Points((x + kernel.variance * score_of(marginal, t, x)) / kernel.scale);
  Eigen::ArrayXd log(x.rows());
  for (Index i = 0; i < x.rows(); ++i) {
    const Eigen::Vector2d rest = seen.value - seen.matrix * denoised.row(i).matrix().transpose();
    log(i) = -0.5 * rest.dot(covariance.inverse() * rest);
  }
  return log;
}

TEST(PosteriorScore, IsTheGradientOfItsLikelihood) {
  const MarginalScore marginal(preserving(), prior());
  for (const Likelihood likelihood : {Likelihood::clean, Likelihood::point, Likelihood::isotropic}) {
    const PosteriorScore score(preserving(), prior(), observation(), likelihood);
    for (const double t : times) {
      const Points expected =
          score_of(marginal, t, places()) +
          gradient([&](const Points& x) { return log_likelihood(likelihood, t, x); }, places());
      const Points found = score_of(score, t, places());
      EXPECT_LT((found - expected).abs().maxCoeff() / expected.abs().maxCoeff(), 1e-7)
          << likelihood_names()[static_cast<std::size_t>(likelihood)] << " at " << t;
    }
  }
}

TEST(PosteriorScore, IsExactAtTimeZeroAndForTheGaussiansThatItSupposes) {
  const auto worst = [](const density::GaussianMixture& law, Likelihood likelihood, double t) {
    const MarginalScore exact(preserving(), density::conditioned(law, observation()));
    const PosteriorScore score(preserving(), law, observation(), likelihood);
    const Points b = score_of(exact, t, places());
    return (score_of(score, t, places()) - b).abs().maxCoeff() / b.abs().maxCoeff();
  };
  for (const Likelihood likelihood :
       {Likelihood::clean, Likelihood::point, Likelihood::isotropic, Likelihood::covariance})
    EXPECT_LT(worst(prior(), likelihood, 0), 1e-12);
  Eigen::Matrix2d full;
  full << 0.8, 0.3, 0.3, 0.5;
  const auto isotropic = density::gaussian(Eigen::Vector2d(0.2, 0.1), 0.6 * Eigen::Matrix2d::Identity()),
             correlated = density::gaussian(Eigen::Vector2d(0.2, 0.1), full);
  for (const double t : times) {
    EXPECT_LT(worst(isotropic, Likelihood::isotropic, t), 1e-12);
    EXPECT_LT(worst(correlated, Likelihood::covariance, t), 1e-12);
    EXPECT_GT(worst(correlated, Likelihood::isotropic, t), 1e-4);
    EXPECT_GT(worst(isotropic, Likelihood::point, t), 1e-2);
    EXPECT_GT(worst(prior(), Likelihood::covariance, t), 1e-5);
  }
}

TEST(PosteriorScore, RefusesWhatDoesNotFitAndADivergence) {
  EXPECT_THROW(PosteriorScore(nullptr, prior(), observation(), Likelihood::point), InvalidArgument);
  EXPECT_THROW(PosteriorScore(std::make_shared<VariancePreserving>(0.1, 20, 1, 1), prior(), observation(),
                              Likelihood::point),
               InvalidArgument);
  const PosteriorScore score(preserving(), prior(), observation(), Likelihood::point);
  Points s(3, 2);
  Eigen::ArrayXd divergence(3);
  EXPECT_THROW(score.score_and_divergence(0.5, places(), s, divergence), Undefined);
}

}  // namespace
}  // namespace kolmo::process
