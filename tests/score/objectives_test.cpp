// Losses, fields and conversions where the experiment does not look: general fields, limits, and refusals.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/gaussian_mixture.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"
#include "kolmo/score/models/linear_score.hpp"
#include "kolmo/score/models/random_features.hpp"
#include "kolmo/score/objectives/contrastive_divergence.hpp"
#include "kolmo/score/objectives/losses.hpp"
#include "kolmo/score/objectives/parametrisation.hpp"
#include "kolmo/score/objectives/time_sampling.hpp"

namespace kolmo::score {
namespace {

Points normals(Index n, Index d, std::uint32_t step) {
  Points x(n, d);
  RandomStream(1).normals(0, step, x);
  return x;
}

/// A field that is no gradient and not linear.
FeatureScore wavy(Index m = 6) {
  return {{RandomFeatures::draw(m, 2, 1.0, RandomStream(3)), Eigen::Vector2d(0.2, -0.1),
           Eigen::Matrix2d{{1.0, 0.4}, {0.1, 0.6}}},
          Eigen::VectorXd::LinSpaced(m, -1, 1)};
}

TEST(Field, JacobianIsThatOfCentralDifferences) {
  const FeatureScore field = wavy();
  const Eigen::Vector2d x(0.3, -0.7);
  const Eigen::MatrixXd j = jacobian(field, x);
  const double w = 1e-5;
  for (Index k = 0; k < 2; ++k) {
    Points at(2, 2), s(2, 2);
    at << x(0), x(1), x(0), x(1);
    at(0, k) += w;
    at(1, k) -= w;
    field.value(at, s);
    // w² times a third derivative (below 30), and rounding over w.
    for (Index i = 0; i < 2; ++i) EXPECT_NEAR(j(i, k), (s(0, i) - s(1, i)) / (2 * w), 1e-8);
  }
  Eigen::ArrayXd trace(1);
  divergence(field, Points(x.transpose().array()), trace);
  EXPECT_NEAR(trace(0), j.trace(), 1e-14);
}

TEST(Losses, FiniteDifferencesTendToTheSlicedLossAtSecondOrder) {
  const FeatureScore field = wavy();
  const Points x = normals(64, 2, 0), v = normals(64, 2, 1);
  Eigen::ArrayXd exact(64), wide(64), narrow(64);
  sliced_loss(field, x, v, exact);
  finite_difference_loss(field, x, v, 1e-2, wide);
  finite_difference_loss(field, x, v, 5e-3, narrow);
  const double ratio = (wide - exact).matrix().norm() / (narrow - exact).matrix().norm();
  EXPECT_NEAR(ratio, 4, 0.01);  // 2² up to the next term, of relative size w²
}

TEST(Losses, TheControlVariateOnlyTakesNoiseAway) {
  const FeatureScore field = wavy();
  const double sigma = 0.3;
  const Points x = normals(64, 2, 0), z = normals(64, 2, 1);
  Eigen::ArrayXd plain(64), controlled(64);
  denoising_loss(field, x, z, sigma, plain);
  controlled_denoising_loss(field, x, z, sigma, controlled);
  Points s(64, 2);
  field.value(x, s);
  const Eigen::ArrayXd removed =
      0.5 * (z.square().rowwise().sum()) / (sigma * sigma) + (z * s).rowwise().sum() / sigma;
  EXPECT_LT((plain - controlled - removed).abs().maxCoeff(), 1e-12);
}

TEST(Losses, AsNoiseVanishesTheControlledLossIsHutchinsons) {
  const FeatureScore field = wavy();
  const Points x = normals(64, 2, 0), z = normals(64, 2, 1);
  Eigen::ArrayXd controlled(64), hutchinson(64);
  controlled_denoising_loss(field, x, z, 1e-7, controlled);
  hutchinson_loss(field, x, z, hutchinson);
  EXPECT_LT((controlled - hutchinson).abs().maxCoeff(), 1e-4);  // O(σ) second derivatives |z|³
}

TEST(Losses, SlicedDenoisingIsDenoisingAlongTheProbe) {
  const FeatureScore field = wavy();
  const Points x = normals(64, 2, 0), z = normals(64, 2, 1);
  Points one = Points::Zero(64, 2), two = one;
  one.col(0) = 1;
  two.col(1) = 1;
  Eigen::ArrayXd first(64), second(64), whole(64);
  sliced_denoising_loss(field, x, z, one, 0.3, first);
  sliced_denoising_loss(field, x, z, two, 0.3, second);
  denoising_loss(field, x, z, 0.3, whole);
  EXPECT_LT((first + second - whole).abs().maxCoeff(), 1e-13);
}

TEST(Losses, RefuseWhatHasNoMeaning) {
  const FeatureScore field = wavy();
  const Points x = normals(16, 2, 0);
  Eigen::ArrayXd out(16);
  EXPECT_THROW(denoising_loss(field, x, x, 0, out), InvalidArgument);
  EXPECT_THROW(finite_difference_loss(field, x, x, -1, out), InvalidArgument);
  EXPECT_THROW(LinearField(Eigen::MatrixXd(2, 3)), InvalidArgument);
  EXPECT_THROW(score_of(nullptr), InvalidArgument);
  EXPECT_THROW(output_of("epsilon"), InvalidArgument);
  EXPECT_THROW(error_of_linear_from_sample(12, 9, true), InvalidArgument);
  EXPECT_THROW(best_linear_of(normals(2, 2, 0)), InvalidArgument);
  EXPECT_THROW(best_linear(-Eigen::MatrixXd::Identity(2, 2)), InvalidArgument);
  EXPECT_THROW(cross_validated_ridge({RandomFeatures::draw(2, 2, 1, RandomStream(1)), Eigen::Vector2d::Zero(),
                                      Eigen::Matrix2d::Identity()},
                                     x, {}),
               InvalidArgument);
}

TEST(RandomFeatures, GiveTheSameScoreInAnyUnit) {
  const auto score_at_one = [](double scale) {
    const Points data = scale * normals(500, 2, 4);
    const FeatureFamily family =
        FeatureFamily::around(data, RandomFeatures::draw(10, 2, scale, RandomStream(5)));
    // A has the unit 1/x², so has its ridge.
    const FeatureScore fit = fit_features(family, data, 1e-3 / (scale * scale));
    Points x = Points::Constant(1, 2, scale), s(1, 2);
    fit.value(x, s);
    return Eigen::Array2d(scale * s.row(0).transpose());
  };
  EXPECT_LT((score_at_one(1) - score_at_one(0x1p-20)).abs().maxCoeff(), 1e-10);
}

TEST(ContrastiveDivergence, SaysWhereItHasNoFixedPoint) {
  const auto density = [](double x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * M_PI); };
  const ContrastiveProblem problem{[](double x) { return 0.5 * x * x; }, [](double x) { return x; }, density,
                                   9};
  EXPECT_NEAR(contrastive_fixed_point(problem, 0.1, 1, 0.9, 1.2), contrastive_fixed_point_of_normal(0.1),
              1e-9);
  EXPECT_THROW(contrastive_fixed_point(problem, 0.1, 1, 2, 3), NumericalFailure);
  EXPECT_THROW(contrast(problem, 1, -0.1, 1), InvalidArgument);
}

TEST(TimeSampling, BothWaysIntegrateTheSame) {
  const ode::LogSnrClock clock(std::make_shared<process::VariancePreserving>(0.1, 20, 1, 1), 1e-3, 1);
  const Index n = 4096;
  const Eigen::ArrayXd u = (Eigen::ArrayXd::LinSpaced(n, 0, static_cast<double>(n - 1)) + 0.5) / n;
  for (const WeightedTimes& times : {uniform_times(clock, u), log_snr_times(clock, u)}) {
    const double square = (times.weight * times.t.square()).mean();
    EXPECT_NEAR(square, (1 - 1e-9) / 3, 1e-5);  // the midpoint rule on a smooth function
  }
  EXPECT_THROW(uniform_times(clock, Eigen::ArrayXd::Zero(1)), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::score
