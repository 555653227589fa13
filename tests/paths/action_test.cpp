// Actions of paths, their derivatives, and the paths that make them least.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/paths/geometric_action.hpp"
#include "kolmo/paths/most_probable_path.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"
#include "kolmo/process/equations/point_functions.hpp"

namespace kolmo::paths {
namespace {

/// A drift in the plane that is no gradient and depends on time, noise by a matrix.
const auto turning = process::point_functions<2, 2>(
    [](double t, const Eigen::Vector2d& x) -> Eigen::Vector2d {
      return {x(0) - x(0) * x(0) * x(0) - x(0) * x(1) * x(1) + 0.3 * t,
              std::sin(x(0)) - (1 + x(0) * x(0)) * x(1)};
    },
    [](double, const Eigen::Vector2d&) {
      return Eigen::Matrix2d{{0.5, 0.1}, {0, 0.7}};
    },
    {.noise = process::NoiseKind::constant, .scales = Eigen::ArrayXd::Ones(2)});

Points wavy(Index steps) {
  Points path(steps + 1, 2);
  for (Index n = 0; n <= steps; ++n) {
    const double s = static_cast<double>(n) / static_cast<double>(steps);
    path(n, 0) = -1 + 2 * s + 0.2 * std::sin(7 * s);
    path(n, 1) = 0.4 * std::cos(3 * s) - 0.4;
  }
  return path;
}

TEST(PathAction, HasTheDerivativesOfItsDifferences) {
  for (const ActionRule rule : {ActionRule::trapezoid, ActionRule::midpoint, ActionRule::left_point}) {
    const PathAction action{turning, ActionKind::onsager_machlup, rule, 0.2, 1.4, Eigen::ArrayXd::Ones(2)};
    const Points path = wavy(6);
    const ActionExpansion at = expand(action, path);
    EXPECT_NEAR(at.value, action_of(action, path), 1e-12 * std::abs(at.value));
    const Eigen::MatrixXd hessian =
        Eigen::MatrixXd(at.hessian).selfadjointView<Eigen::Lower>() * Eigen::MatrixXd::Identity(10, 10);
    // Central differences over 1e−4: off by 1e−8 of the third derivatives.
    const double size = hessian.cwiseAbs().maxCoeff();
    for (Index i = 0; i < 10; ++i) {
      Points up = path, down = path;
      up(1 + i / 2, i % 2) += 1e-4;
      down(1 + i / 2, i % 2) -= 1e-4;
      EXPECT_NEAR(at.gradient(i), (action_of(action, up) - action_of(action, down)) / 2e-4, 1e-6 * size) << i;
      const Eigen::VectorXd column = (expand(action, up).gradient - expand(action, down).gradient) / 2e-4;
      EXPECT_LT((column - hessian.col(i)).cwiseAbs().maxCoeff(), 1e-6 * size) << i;
    }
  }
}

TEST(PathAction, OfABrownianBridgeAndAnOrnsteinUhlenbeckPath) {
  // f = −x: the least ∫½(ẋ + x)² from 0 to b in time t is b²/(1 − e^{−2t}), along b sinh s/sinh t.
  const process::OrnsteinUhlenbeck process(1, 0.0, 1, 1);
  const PathAction action{process, ActionKind::freidlin_wentzell, ActionRule::trapezoid, 0,
                          2,       Eigen::ArrayXd::Ones(1)};
  const auto path = [&](Index n) {
    return most_probable_path(action, Eigen::VectorXd::Zero(1), Eigen::VectorXd::Constant(1, 1.5), n);
  };
  const double coarse = path(100).action, fine = path(200).action, exact = 2.25 / (1 - std::exp(-4.0));
  EXPECT_NEAR((4 * fine - coarse) / 3, exact, 1e-8);
  EXPECT_NEAR((coarse - exact) / (fine - exact), 4, 0.02);
  EXPECT_NEAR(path(200).path(100, 0), 1.5 * std::sinh(1.0) / std::sinh(2.0), 1e-4);
  // ½∇·f = −½: one unit of time less of action for each of two.
  PathAction whole = action;
  whole.kind = ActionKind::onsager_machlup;
  EXPECT_NEAR(action_of(whole, path(100).path) - coarse, -1, 1e-12);
}

TEST(MostProbablePath, KnowsASaddleFromAMinimum) {
  const process::OverdampedLangevin process(std::make_shared<density::DoubleWell>(), 0.5);
  const PathAction action{process, ActionKind::onsager_machlup, ActionRule::trapezoid, 0,
                          2,       Eigen::ArrayXd::Ones(1)};
  const Eigen::VectorXd left = Eigen::VectorXd::Constant(1, -1);
  const StationaryPath symmetric = stationary_path(action, straight_path(left, -left, 200));
  EXPECT_EQ(symmetric.negative, 1);
  // The trapezoid's rule is mirrored in time up to O(h²) alone.
  EXPECT_NEAR(symmetric.path(100, 0), 0, 2e-3);
  EXPECT_LT(symmetric.lowest_curvature, 0);
  const StationaryPath found = most_probable_path(action, left, -left, 200);
  EXPECT_TRUE(found.is_minimum());
  EXPECT_LT(found.action, symmetric.action - 0.1);
}

TEST(MostProbablePath, IsTheSameInAnyUnit) {
  const auto scaled = [](double length, double time) {
    return process::point_functions<1, 1>(
        [=](double, const Eigen::Matrix<double, 1, 1>& x) {
          const double z = x(0) / length;
          return -4 * z * (z * z - 1) * length / time;
        },
        [=](double, const Eigen::Matrix<double, 1, 1>&) { return length / std::sqrt(time); },
        {.noise = process::NoiseKind::scalar, .scales = Eigen::ArrayXd::Constant(1, length)});
  };
  const auto found = [&](double length, double time) {
    const auto process = scaled(length, time);
    const PathAction action{process,  ActionKind::onsager_machlup,        ActionRule::trapezoid, 0,
                            2 * time, Eigen::ArrayXd::Constant(1, length)};
    const Eigen::VectorXd left = Eigen::VectorXd::Constant(1, -length);
    return most_probable_path(action, left, -left, 100);
  };
  const StationaryPath one = found(1, 1), other = found(0x1p-20, 0x1p-40);
  EXPECT_NEAR(other.action, one.action, 1e-9);
  EXPECT_LT((other.path * 0x1p20 - one.path).abs().maxCoeff(), 1e-9);
}

TEST(MostProbablePath, RefusesWhatHasNoAction) {
  const auto noiseless = process::point_functions<2, 1>(
      [](double, const Eigen::Vector2d& x) -> Eigen::Vector2d {
        return {x(1), -x(0)};
      },
      [](double, const Eigen::Vector2d&) { return Eigen::Vector2d(0, 1); },
      {.noise = process::NoiseKind::constant, .scales = Eigen::ArrayXd::Ones(2)});
  EXPECT_THROW(require_valid({noiseless, ActionKind::freidlin_wentzell, ActionRule::trapezoid, 0, 1,
                              Eigen::ArrayXd::Ones(2)}),
               InvalidArgument);
  EXPECT_THROW(require_valid({turning, ActionKind::freidlin_wentzell, ActionRule::trapezoid, 1, 1,
                              Eigen::ArrayXd::Ones(2)}),
               InvalidArgument);
}

TEST(GeometricAction, OfAGradientIsTheHeightOfThePass) {
  const process::OverdampedLangevin process(std::make_shared<density::BentWells>(), 0.5);
  const Eigen::Vector2d left(-1, 0.5), pass(0, 0), right(1, 0.5);
  const auto action = [&](const Eigen::VectorXd& to, Index n) {
    return least_action_curve({process, Eigen::ArrayXd::Ones(2)}, straight_path(left, to, n)).action;
  };
  EXPECT_NEAR((4 * action(pass, 80) - action(pass, 40)) / 3, 2, 2e-4);  // 1/T
}

TEST(GeometricAction, DoesNotFeelARotationAcrossTheGradient) {
  // f = −∇V + 2 (−∂_y V, ∂_x V), V = ½(x² + 4y²): the quasipotential is 2V, by a curve that winds.
  const auto process = process::point_functions<2, 2>(
      [](double, const Eigen::Vector2d& x) -> Eigen::Vector2d {
        return {-x(0) - 2 * 4 * x(1), -4 * x(1) + 2 * x(0)};
      },
      [](double, const Eigen::Vector2d&) { return Eigen::Matrix2d(Eigen::Matrix2d::Identity()); },
      {.noise = process::NoiseKind::scalar, .scales = Eigen::ArrayXd::Ones(2)});
  const LeastActionCurve found = least_action_curve(
      {process, Eigen::ArrayXd::Ones(2)}, straight_path(Eigen::Vector2d(0, 0), Eigen::Vector2d(1, 0.5), 200));
  EXPECT_NEAR(found.action, 2, 0.02);
  EXPECT_GT((found.curve.col(1) - 0.5 * found.curve.col(0)).abs().maxCoeff(), 0.1);
}

}  // namespace
}  // namespace kolmo::paths
