#include "kolmo/process/linear_process.hpp"

#include <gtest/gtest.h>

#include "kolmo/core/errors.hpp"

namespace kolmo::process {
namespace {

// The Euler steps of the moments' equations, h = 1e−5: error below 1e−4.
TEST(LinearProcess, HasTheLawOfItsMomentEquations) {
  Eigen::Matrix2d a, g, covariance;
  a << -0.3, 0.4, -0.5, -0.25;
  g << 1.2, 0, 0.5, 1;
  covariance << 0.35, 0.08, 0.08, 0.3;
  Eigen::Vector2d m(0.2, -0.1), mean(0.6, -0.4);
  const auto law = LinearProcess(a, m, g).law(mean, covariance, 0.5);
  const double h = 1e-5;
  for (int k = 0; k < 50'000; ++k) {
    mean += h * a * (mean - m);
    covariance += h * (a * covariance + covariance * a.transpose() + g * g.transpose()).eval();
  }
  EXPECT_LE((law.mean() - mean).cwiseAbs().maxCoeff(), 1e-5);
  EXPECT_LE((law.covariance() - covariance).cwiseAbs().maxCoeff(), 1e-5);
}

TEST(LinearProcess, RefusesWhatHasNoStationaryCovarianceAndSizesThatDoNotFit) {
  const Eigen::Matrix2d one = Eigen::Matrix2d::Identity(), none = Eigen::Matrix2d::Zero();
  const Eigen::Vector2d m(0, 0);
  EXPECT_THROW(LinearProcess(none, m, one).law(m, one, 1), InvalidArgument);
  EXPECT_THROW(LinearProcess(Eigen::Matrix3d::Identity(), m, one), InvalidArgument);
  EXPECT_THROW(LinearProcess(one, m, Eigen::Matrix3d::Identity()), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::process
