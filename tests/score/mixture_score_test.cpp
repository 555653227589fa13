// A mixture's parameters from denoising score matching, and the places where a score vanishes.

#include <gtest/gtest.h>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/score/fields/critical_points.hpp"
#include "kolmo/score/models/mixture_score.hpp"

namespace kolmo::score {
namespace {

/// Two round Gaussians in the plane, in `unit`.
MixtureParameters mixture(double unit = 1) {
  MixtureParameters p{Eigen::ArrayXd(2), Points(2, 2), Eigen::ArrayXd(2)};
  p.log_weights << std::log(0.3), std::log(0.7);
  p.means << -1.5 * unit, 0.5 * unit, 1 * unit, -0.4 * unit;
  p.variances << 0.5 * unit * unit, 0.3 * unit * unit;
  return p;
}

density::GaussianMixture law(const MixtureParameters& p) {
  return {p.weights(), p.means, density::Covariances::isotropic(p.variances, p.means.cols())};
}

TEST(MixtureScore, IsThatOfTheMixtureWithItsDerivatives) {
  const MixtureParameters p = mixture();
  Points y(3, 2), s(3, 2), exact(3, 2);
  y << -1, 0.2, 0.3, -0.5, 2, 1;
  Eigen::MatrixXd derivatives;
  mixture_score(p, y, s, &derivatives);
  law(p).score(y, exact);
  EXPECT_LT((s - exact).abs().maxCoeff(), 1e-14 * 10);
  // Central differences of 1e-5: 1e-10 of a third derivative, 1e-16/1e-5 of rounding.
  const double h = 1e-5;
  for (Index number = 0; number < p.free(); ++number) {
    Points ahead(3, 2), behind(3, 2);
    for (const auto& [by, out] : {std::pair{h, &ahead}, {-h, &behind}}) {
      MixtureParameters moved = p;
      if (number < 1)
        moved.log_weights(1) += by;
      else if (number < 5)
        moved.means((number - 1) / 2, (number - 1) % 2) += by;
      else
        moved.variances(number - 5) *= std::exp(by);
      mixture_score(moved, y, *out);
    }
    for (Index i = 0; i < 3; ++i)
      for (Index j = 0; j < 2; ++j)
        EXPECT_NEAR(derivatives(2 * i + j, number), (ahead(i, j) - behind(i, j)) / (2 * h), 2e-9) << number;
  }
}

MixtureFit fitted(double unit) {
  const Index n = 3000;
  const Points x = unit * density::sample(law(mixture()), RandomStream(1), n);
  Points z(n, 2);
  RandomStream(2).normals(0, 0, z);
  MixtureParameters guess = mixture(unit);
  guess.means += 0.4 * unit;
  guess.log_weights.setZero();
  guess.variances.setConstant(unit * unit);
  return fit_mixture(guess, x, z, 0.5 * unit);
}

TEST(MixtureScore, IsFittedInAnyUnitForAnyThreads) {
  set_threads(1);
  const MixtureFit metres = fitted(1);
  set_threads(2);
  const MixtureFit again = fitted(1), millimetres = fitted(1024);
  EXPECT_TRUE(metres.converged);
  EXPECT_TRUE((metres.parameters.means == again.parameters.means).all());
  EXPECT_LT((millimetres.parameters.means / 1024 - metres.parameters.means).abs().maxCoeff(), 1e-9);
  EXPECT_LT((millimetres.parameters.weights() - metres.parameters.weights()).abs().maxCoeff(), 1e-9);
  EXPECT_LT((metres.parameters.means - mixture().means).abs().maxCoeff(), 0.2);
  EXPECT_LT((metres.parameters.variances - 0.25 - mixture().variances).abs().maxCoeff(), 0.2);
  EXPECT_THROW(fit_mixture(mixture(), Points::Zero(5, 2), Points::Zero(5, 2), 0.5), InvalidArgument);
  EXPECT_THROW(fit_mixture(mixture(), Points::Zero(50, 2), Points::Zero(50, 2), 0), InvalidArgument);
}

TEST(CriticalPoints, AreOfTheirKindInAnyUnit) {
  for (const double unit : {1.0, 1e-6}) {
    Points starts(3, 2);
    starts << -1.4, 0.3, 0.9, -0.2, -0.4, 0.1;
    starts *= unit;
    const CriticalPoints found =
        critical_points(*score_of(std::make_shared<density::GaussianMixture>(law(mixture(unit)))), starts,
                        {.apart = 1e-3 * unit});
    ASSERT_EQ(found.points.size(), 3U);
    EXPECT_EQ(found.points[0].kind, CriticalKind::maximum);
    EXPECT_EQ(found.points[1].kind, CriticalKind::maximum);
    EXPECT_EQ(found.points[2].kind, CriticalKind::saddle);
    EXPECT_EQ(found.lost, 0);
  }
}

TEST(CriticalPoints, SayWhereThereIsNone) {
  // s = (1, 0) everywhere: no zero; s = (−x, 0): a line of them.
  const LinearField constant(Eigen::Matrix2d::Zero(), Eigen::Vector2d(1, 0));
  EXPECT_EQ(critical_points(constant, Points::Ones(2, 2), {.apart = 1}).lost, 2);
  const LinearField line(Eigen::Matrix2d{{-1, 0}, {0, 0}});
  const CriticalPoints found = critical_points(line, Points::Ones(1, 2), {.apart = 1});
  ASSERT_EQ(found.points.size(), 1U);
  EXPECT_EQ(found.points[0].kind, CriticalKind::degenerate);
  EXPECT_THROW(critical_points(line, Points::Ones(1, 3), {.apart = 1}), InvalidArgument);
  EXPECT_THROW(critical_points(line, Points::Ones(1, 2), {.apart = 0}), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::score
