// Classical mistakes in distances, divergences, lengths and natural gradients.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/density/mixture_functionals.hpp"
#include "kolmo/information_geometry/gaussian_curves.hpp"
#include "kolmo/information_geometry/natural_gradient.hpp"
#include "kolmo/information_geometry/simplex.hpp"
#include "kolmo/verify/check.hpp"

namespace kolmo::wrong_on_purpose {
namespace {

using namespace kolmo::information_geometry;
using verify::judge;
using verify::Verdict;

TEST(WrongInformationGeometry, DistancesWithoutRootOrFactorAreSeen) {
  const Eigen::Vector3d p(0.7, 0.2, 0.1), q(0.2, 0.3, 0.5);
  EXPECT_EQ(judge(1.1369552904, fisher_rao_distance(p, q), 1e-9), Verdict::pass);
  EXPECT_EQ(judge(1.1369552904, 2 * std::acos(p.dot(q)), 1e-9), Verdict::fail);          // no root
  EXPECT_EQ(judge(1.1369552904, 0.5 * fisher_rao_distance(p, q), 1e-9), Verdict::fail);  // no 2
  EXPECT_EQ(judge(0.98025814, fisher_rao_distance_1d(0, 1, 1, 1), 1e-8), Verdict::pass);
  // dμ²/σ² + dσ²/σ²: the half plane itself, where dσ² has no 2.
  EXPECT_EQ(judge(0.98025814, 2 * std::asinh(0.5), 1e-8), Verdict::fail);
}

TEST(WrongInformationGeometry, SwappedArgumentsAreSeen) {
  const auto family = categorical(3);
  const Eigen::VectorXd p = family->natural(Eigen::Vector2d(0.7, 0.2)),
                        q = family->natural(Eigen::Vector2d(0.2, 0.3));
  EXPECT_EQ(judge(0.6348972650817144, family->divergence(p, q), 1e-12), Verdict::pass);
  EXPECT_EQ(judge(0.6348972650817144, family->divergence(q, p), 1e-12), Verdict::fail);
}

TEST(WrongInformationGeometry, ALengthOfSquaredSpeedsIsSeen) {
  // McCann's way from N(2, ¼) to N(0, 1).
  const GaussianCurve curve = [](double t) {
    const double s = 0.5 + 0.5 * t;
    return CurvePoint{Eigen::VectorXd::Constant(1, 2 - 2 * t), Eigen::VectorXd::Constant(1, -2),
                      Eigen::MatrixXd::Constant(1, 1, s * s), Eigen::MatrixXd::Constant(1, 1, s)};
  };
  const auto squared = [](const CurvePoint& at) { return wasserstein_speed(at) * wasserstein_speed(at); };
  EXPECT_EQ(judge(2.06155281, curve_length(curve, wasserstein_speed, 0, 1), 1e-7), Verdict::pass);
  EXPECT_EQ(judge(2.06155281, curve_length(curve, squared, 0, 1), 1e-7), Verdict::fail);
}

TEST(WrongInformationGeometry, TheOtherParametersFisherMatrixIsSeen) {
  const auto family = bernoulli();
  const auto error = [&](bool right) {
    Eigen::VectorXd theta = Eigen::VectorXd::Zero(1);
    for (int k = 0; k < 2; ++k) {
      const double gradient = family->mean(theta)(0) - 0.8, f = family->fisher(theta)(0, 0);
      if (right)
        theta = natural_gradient_step(*family, theta, Eigen::VectorXd::Constant(1, 0.8), 1);
      else
        theta(0) -= f * gradient;  // that of η, 1/F, inverted
    }
    return std::abs(family->mean(theta)(0) - 0.8);
  };
  EXPECT_EQ(judge(0.00150219, error(true), 5e-9), Verdict::pass);
  EXPECT_EQ(judge(0.00150219, error(false), 5e-9), Verdict::fail);
}

TEST(WrongInformationGeometry, DeBruijnsIdentityWithoutItsHalfIsSeen) {
  const double s = std::sqrt(0.3 + 0.3);
  const auto heated =
      density::mixture_1d(Eigen::Array2d(0.5, 0.5), Eigen::Array2d(-1.5, 1.5), Eigen::Array2d(s, s));
  const double information = density::fisher_information(heated)(0, 0);
  EXPECT_EQ(judge(0.58504737, 0.5 * information, 1e-8), Verdict::pass);
  EXPECT_EQ(judge(0.58504737, information, 1e-8), Verdict::fail);
}

TEST(WrongInformationGeometry, NoiseOutsideOfTheInverseIsSeen) {
  // x ← x − h x/(1 + h) + c √(2h) ξ on N(0, 1): the variance at rest of a step that is affine in x.
  const auto variance = [](double h, double noise) {
    const double keep = 1 - h / (1 + h);
    return 2 * h * noise * noise / (1 - keep * keep);
  };
  for (const double h : {0.1, 1.0, 10.0}) {
    EXPECT_EQ(judge(1 / (1 + h / 2), variance(h, 1 / (1 + h)), 1e-13), Verdict::pass);
    EXPECT_EQ(judge(1 / (1 + h / 2), variance(h, 1), 1e-13), Verdict::fail);
  }
}

}  // namespace
}  // namespace kolmo::wrong_on_purpose
