#include "kolmo/process/equations/linear_process.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/process/equations/overdamped_langevin.hpp"

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

// A = 0: Brownian motion. A stiff and a growing direction at once, by hand: v e^{2at} + g² (e^{2at} − 1)/2a.
// Fifteen doublings (8 ‖A‖t = 32 000) leave 2^15 ulp = 7e−12 of e^{at} and twice that of the covariance.
TEST(LinearProcess, HasALawWhateverTheEigenvalues) {
  const Eigen::Matrix2d one = Eigen::Matrix2d::Identity();
  const auto still = LinearProcess(Eigen::Matrix2d::Zero(), Eigen::Vector2d::Zero(), 3 * one)
                         .law(Eigen::Vector2d::Zero(), one, 2);
  EXPECT_NEAR(still.covariance()(0, 0), 1 + 9 * 2, 1e-13);
  const Eigen::Matrix2d a = Eigen::Vector2d(-1000, 0.5).asDiagonal();
  const auto stiff = LinearProcess(a, Eigen::Vector2d(1, 1), 2 * one).law(Eigen::Vector2d(3, 2), one, 4);
  EXPECT_NEAR(stiff.mean()(0), 1, 1e-13);
  EXPECT_NEAR(stiff.mean()(1), 1 + std::exp(2.0), 7e-12 * 8.4);
  EXPECT_NEAR(stiff.covariance()(0, 0), 4.0 / 2000, 1e-15);
  EXPECT_NEAR(stiff.covariance()(1, 1), std::exp(4.0) + 4 * (std::exp(4.0) - 1), 1.4e-11 * 269);
}

TEST(LinearProcess, SaysThatNoiseOfOneNumberIsScalar) {
  const Eigen::Matrix2d one = Eigen::Matrix2d::Identity();
  const LinearProcess scalar(-one, Eigen::Vector2d::Zero(), 0.5 * one);
  EXPECT_EQ(scalar.noise_kind(), NoiseKind::scalar);
  EXPECT_EQ(scalar.diffusion(0), 0.5);
  EXPECT_EQ(scalar.noise_variance(1, 3), 0.5);
  const LinearProcess matrix(-one, Eigen::Vector2d::Zero(), Eigen::Vector2d(1, 2).asDiagonal());
  EXPECT_EQ(matrix.noise_kind(), NoiseKind::constant);
  EXPECT_THROW(matrix.diffusion(0), InvalidArgument);
}

// What is read from a process is that process: the same law.
TEST(LinearProcess, IsReadFromAnAffineDriftAndFromNoOther) {
  Eigen::Matrix2d a, g;
  a << -0.3, 0.4, -0.5, -0.25;
  g << 1.2, 0, 0.5, 1;
  const LinearProcess stated(a, Eigen::Vector2d(0.2, -0.1), g);
  const LinearProcess read = linear_process_of(stated, 1e-6);
  const auto start = density::gaussian(Eigen::Vector2d(0.6, -0.4), Eigen::Matrix2d::Identity());
  EXPECT_LE((read.law(start, 2).covariance() - stated.law(start, 2).covariance()).norm(), 1e-9);
  EXPECT_LE((read.law(start, 2).mean() - stated.law(start, 2).mean()).norm(), 1e-9);
  const OverdampedLangevin well(std::make_shared<density::DoubleWell>(1), 1);
  EXPECT_THROW(linear_process_of(well, 1), InvalidArgument);
}

TEST(LinearProcess, RefusesSizesThatDoNotFit) {
  const Eigen::Matrix2d one = Eigen::Matrix2d::Identity();
  const Eigen::Vector2d m(0, 0);
  EXPECT_THROW(LinearProcess(Eigen::Matrix3d::Identity(), m, one), InvalidArgument);
  EXPECT_THROW(LinearProcess(one, m, Eigen::Matrix3d::Identity()), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::process
