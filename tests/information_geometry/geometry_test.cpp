// Families, distances, geodesics and curves whose values are known in closed form.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/information_geometry/gaussian_curves.hpp"
#include "kolmo/information_geometry/geodesic.hpp"
#include "kolmo/information_geometry/natural_gradient.hpp"
#include "kolmo/information_geometry/simplex.hpp"

namespace kolmo::information_geometry {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

TEST(ExponentialFamily, GoesToItsMeansAndBack) {
  const MatrixXd c{{2, 0.5}, {0.5, 1}};
  const VectorXd theta = gaussian_natural(Eigen::Vector2d(1, -2), c);
  const auto plane = gaussian(2);
  const auto moments = gaussian_moments(theta, 2);
  EXPECT_LT((moments.covariance - c).norm() + (moments.mean - Eigen::Vector2d(1, -2)).norm(), 1e-14);
  EXPECT_LT((plane->natural(plane->mean(theta)) - theta).norm(), 1e-13);
  for (const double shape : {0.01, 0.5, 2.5, 1e4}) {
    const VectorXd at = Eigen::Vector2d(shape - 1, -3);
    const VectorXd back = gamma()->natural(gamma()->mean(at));
    EXPECT_NEAR((back(0) + 1) / shape, 1, 1e-9 * std::max(1.0, shape * 1e-3)) << shape;
  }
  EXPECT_NEAR(categorical(3)->log_partition(Eigen::Vector2d(1000, 0)), 1000, 1e-12);
  EXPECT_THROW(gamma()->mean(Eigen::Vector2d(0, 1)), InvalidArgument);
  EXPECT_THROW(poisson()->natural(VectorXd::Constant(1, -1)), InvalidArgument);
  EXPECT_THROW(categorical(3)->natural(Eigen::Vector2d(0.7, 0.4)), InvalidArgument);
  EXPECT_THROW(plane->mean(VectorXd::Zero(4)), InvalidArgument);
}

TEST(Simplex, DistancesOfNearLawsDoNotCancel) {
  const Eigen::Vector3d p(0.3, 0.3, 0.4), q = p + 1e-9 * Eigen::Vector3d(1, -1, 0);
  EXPECT_NEAR(fisher_rao_distance(p, q) / (1e-9 * std::sqrt(2 / 0.3)), 1, 1e-6);
  EXPECT_NEAR(fisher_rao_distance(Eigen::Vector2d(1, 0), Eigen::Vector2d(0, 1)), std::acos(-1.0), 1e-14);
  MatrixXd curve(3, 3);
  for (Index k = 0; k < 3; ++k)
    curve.row(k) =
        fisher_rao_geodesic(p, Eigen::Vector3d(0.1, 0.1, 0.8), 0.5 * static_cast<double>(k)).transpose();
  EXPECT_NEAR(fisher_rao_length(curve), fisher_rao_distance(p, Eigen::Vector3d(0.1, 0.1, 0.8)), 1e-14);
  EXPECT_NEAR(tangent(Eigen::Vector3d(1, 2, 6)).norm(), std::sqrt(14.0), 1e-14);
  EXPECT_THROW(fisher_rao_distance(p, Eigen::Vector3d(0.5, 0.5, 0.5)), InvalidArgument);
}

TEST(HalfPlane, GeodesicsHaveConstantSpeedAndAreTheSameInAnyUnit) {
  const double whole = fisher_rao_distance_1d(-1, 0.5, 2, 1.5);
  double before_mean = -1, before_deviation = 0.5;
  for (const double t : {0.25, 0.5, 0.75, 1.0}) {
    const auto [mean, deviation] = fisher_rao_geodesic_1d(-1, 0.5, 2, 1.5, t);
    EXPECT_NEAR(fisher_rao_distance_1d(before_mean, before_deviation, mean, deviation), whole / 4, 1e-13);
    before_mean = mean;
    before_deviation = deviation;
  }
  EXPECT_DOUBLE_EQ(fisher_rao_distance_1d(-0x1p40, 0x1p39, 0x1p41, 3 * 0x1p39), whole);
  EXPECT_NEAR(fisher_rao_geodesic_1d(3, 1, 3, 4, 0.5)[1], 2, 1e-14);
}

TEST(Geodesic, OfNormalsInThePlaneIsTheClosedForm) {
  const MatrixXd a{{2, 0.5}, {0.5, 1}}, b{{1, -0.3}, {-0.3, 0.5}};
  const VectorXd from = gaussian_natural(Eigen::Vector2d::Zero(), a),
                 to = gaussian_natural(Eigen::Vector2d::Zero(), b);
  EXPECT_NEAR(geodesic_distance(*gaussian(2), from, to, 8), fisher_rao_distance_of_covariances(a, b), 1e-6);
  // Order 2.
  const double exact = fisher_rao_distance_of_covariances(a, b),
               coarse = geodesic(*gaussian(2), from, to, 8).length,
               fine = geodesic(*gaussian(2), from, to, 16).length;
  EXPECT_NEAR((coarse - exact) / (fine - exact), 4, 0.1);
  EXPECT_EQ(geodesic(*gaussian(2), from, from, 8).length, 0);
}

TEST(Curves, AreAtLeastAsLongAsTheDistance) {
  // A turn of the covariance at fixed eigenvalues: neither metric's geodesic.
  const GaussianCurve turn = [](double t) {
    const double c = std::cos(t), s = std::sin(t);
    const MatrixXd r{{c, -s}, {s, c}}, generator{{0, -1}, {1, 0}}, d = Eigen::Vector2d(4, 1).asDiagonal();
    const MatrixXd now = r * d * r.transpose();
    return CurvePoint{Eigen::Vector2d::Zero(), Eigen::Vector2d::Zero(), now,
                      generator * now - now * generator};
  };
  const double fisher = curve_length(turn, fisher_rao_speed, 0, 1),
               transport = curve_length(turn, wasserstein_speed, 0, 1);
  EXPECT_GT(fisher, fisher_rao_distance_of_covariances(turn(0).covariance, turn(1).covariance));
  EXPECT_NEAR(fisher, 1.5, 1e-12);                    // |log 4 …|: (λ₁ − λ₂)/√(λ₁λ₂)
  EXPECT_NEAR(transport, 3 / std::sqrt(5.0), 1e-12);  // (λ₁ − λ₂)/√(λ₁ + λ₂)
}

TEST(NaturalGradient, DoesNotFollowTheNullDirection) {
  const MatrixXd f = softmax_fisher(Eigen::Vector3d(0.1, -0.4, 0.8));
  const VectorXd direction = natural_direction(f, Eigen::Vector3d(1, 2, 3));
  EXPECT_NEAR(direction.mean(), 0, 1e-13);
  EXPECT_LT((f * direction - tangent(Eigen::Vector3d(1, 2, 3))).norm(), 1e-13);
}

}  // namespace
}  // namespace kolmo::information_geometry
