#include "kolmo/process/derived/conditioned_process.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/vortex.hpp"

namespace kolmo::process {
namespace {

Eigen::VectorXd number(double x) { return Eigen::VectorXd::Constant(1, x); }

double drift_at(const Process& process, double t, double x) {
  Points out(1, 1);
  process.drift(t, Points::Constant(1, 1, x), out);
  return out(0, 0);
}

TEST(ConditionedProcess, IsTheBrownianBridge) {
  const auto brownian = std::make_shared<Brownian>(2.0, 1);
  const ConditionedProcess bridge(brownian, 1, number(-0.5), 4, number(2));
  EXPECT_NEAR(drift_at(bridge, 2, 0.7), (2 - 0.7) / 2, 1e-15);
  const auto law = bridge.marginal(2);
  EXPECT_NEAR(law.mean()(0), -0.5 + 2.5 / 3, 1e-15);
  EXPECT_NEAR(law.covariance()(0, 0), 4 * 1 * 2.0 / 3, 1e-14);
}

// ∂_t of mean and variance along the bridge are those of its drift, which is affine: E f and 2 Cov(x, f) +
// g².
TEST(ConditionedProcess, HasTheMarginalsOfItsDrift) {
  const auto ou = std::make_shared<OrnsteinUhlenbeck>(0.8, number(0.4), 1.3);
  const ConditionedProcess to_point(ou, 0, number(-1), 2, number(1.5)),
      to_law(ou, 0, number(-1), 2, density::gaussian_1d(1.5, 0.3));
  for (const ConditionedProcess* bridge : {&to_point, &to_law})
    for (const double t : {0.2, 1.0, 1.7}) {
      const double h = 1e-5, slope = drift_at(*bridge, t, 1) - drift_at(*bridge, t, 0);
      const auto law = bridge->marginal(t), before = bridge->marginal(t - h), after = bridge->marginal(t + h);
      EXPECT_NEAR((after.mean()(0) - before.mean()(0)) / (2 * h), drift_at(*bridge, t, law.mean()(0)), 1e-7);
      EXPECT_NEAR((after.covariance()(0, 0) - before.covariance()(0, 0)) / (2 * h),
                  2 * slope * law.covariance()(0, 0) + 1.3 * 1.3, 1e-7);
    }
}

TEST(ConditionedProcess, EndsInItsLawInThePlane) {
  const auto plane = std::make_shared<Brownian>(1.0, 2);
  Points means(2, 2);
  means << 1, 0, -1, 2;
  Eigen::Matrix2d narrow, wide;
  narrow << 0.1, 0.05, 0.05, 0.2;
  wide << 2, -0.5, -0.5, 1;
  const density::GaussianMixture end(Eigen::Array2d(0.4, 0.6), means,
                                     density::Covariances::full({narrow, wide}));
  const ConditionedProcess bridge(plane, 0, Eigen::Vector2d(0.5, 0.5), 1, end);
  const auto law = bridge.marginal(1);
  EXPECT_LT((law.mean() - end.mean()).norm(), 1e-14);
  EXPECT_LT((law.covariance() - end.covariance()).norm(), 1e-14);
  // The drift is finite up to the end, and g² ∇log (ν/p_T) there.
  Points x(1, 2), out(1, 2), score(1, 2);
  x << 0.3, 0.9;
  bridge.drift(1, x, out);
  end.score(x, score);
  EXPECT_LT((out - (score + (x.rowwise() - Eigen::Array2d(0.5, 0.5).transpose()))).abs().maxCoeff(), 1e-12);
}

// A wider end than the process's own is reached too: B < 0.
TEST(ConditionedProcess, NeedsNoDriftToItsOwnLaw) {
  const auto brownian = std::make_shared<Brownian>(1e-6, 1);
  const ConditionedProcess bridge(brownian, 0, number(2e-6), 9, density::gaussian_1d(2e-6, 3e-6));
  for (const double t : {0.0, 4.0, 8.99}) EXPECT_NEAR(drift_at(bridge, t, 7e-6), 0, 1e-19);
  const ConditionedProcess wider(brownian, 0, number(2e-6), 9, density::gaussian_1d(2e-6, 9e-6));
  EXPECT_GT(drift_at(wider, 4, 7e-6), 0);
}

TEST(ConditionedProcess, RefusesWhatHasNoKernel) {
  const auto brownian = std::make_shared<Brownian>(1.0, 1);
  EXPECT_THROW(ConditionedProcess(brownian, 1, number(0), 1, number(0)), InvalidArgument);
  EXPECT_THROW(ConditionedProcess(brownian, 0, Eigen::Vector2d(0, 0), 1, number(0)), InvalidArgument);
  EXPECT_THROW(ConditionedProcess(brownian, 0, number(0), 1, Eigen::VectorXd(Eigen::Vector2d(0, 0))),
               InvalidArgument);
  const auto vortex = std::make_shared<Vortex>(1.0);
  EXPECT_THROW(
      ConditionedProcess(vortex, 0, Eigen::Vector2d(0, 0), 1, Eigen::VectorXd(Eigen::Vector2d(0, 0))),
      InvalidArgument);
  const ConditionedProcess bridge(brownian, 0, number(0), 1, number(1));
  EXPECT_THROW(bridge.marginal(1), InvalidArgument);
  EXPECT_THROW(bridge.marginal(0), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::process
