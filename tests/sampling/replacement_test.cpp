// Replacement where it is right, and where it is not.

#include "kolmo/sampling/annealing/replacement.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/density/conditioning.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/score/marginal.hpp"

namespace kolmo::sampling {
namespace {

density::GaussianMixture gaussian_pair(double correlation) {
  Eigen::Matrix2d covariance;
  covariance << 1, correlation, correlation, 1;
  return density::gaussian(Eigen::Vector2d::Zero(), covariance);
}

/// The second coordinate where the first is known to be 1, from 16384 particles and 200 steps.
Points replaced(const density::GaussianMixture& law, Index resamplings) {
  const auto process = std::make_shared<process::VarianceExploding>(0.01, 30, 1, 2);
  const process::MarginalScore score(process, law);
  ReplacementPlan plan{*process, score, {}, {0}, Eigen::VectorXd::Ones(1), resamplings};
  for (int k = 200; k >= 0; --k) plan.times.push_back(k / 200.0);
  const RandomStream stream(7);
  Points x = density::sample(process::marginal(*process, law, 1), stream.role("start"), 16384);
  replacement(plan, stream, x);
  return x;
}

double mean(const Points& x) { return x.col(1).mean(); }
double variance(const Points& x) { return (x.col(1) - mean(x)).square().mean(); }

TEST(Replacement, IsRightWhereTheKnownSayNothingOfTheOthers) {
  const Points x = replaced(gaussian_pair(0), 1);
  EXPECT_TRUE((x.col(0) == 1).all());
  // Four standard errors; steps of 4 % in the noise add less than one.
  EXPECT_NEAR(mean(x), 0, 4 / std::sqrt(16384.0));
  EXPECT_NEAR(variance(x), 1, 5 * std::sqrt(2 / 16384.0));
}

TEST(Replacement, IsBiasedWhereTheyDoAndLessSoResampled) {
  const auto law = gaussian_pair(0.8);
  const auto exact = density::conditional(law, {0}, Eigen::VectorXd::Ones(1));
  const auto bias = [&](Index resamplings) {
    return std::abs(mean(replaced(law, resamplings)) - exact.mean()(0));
  };
  const double once = bias(1), often = bias(16);
  EXPECT_GT(once, 10 * 0.6 / std::sqrt(16384.0));
  EXPECT_LT(often, 0.5 * once);
}

TEST(Replacement, DoesNotDependOnThreads) {
  const int before = threads();
  set_threads(1);
  const Points one = replaced(gaussian_pair(0.5), 2);
  set_threads(3);
  const Points three = replaced(gaussian_pair(0.5), 2);
  set_threads(before);
  EXPECT_TRUE((one == three).all());
}

TEST(Replacement, RefusesWhatDoesNotFit) {
  const auto process = std::make_shared<process::VarianceExploding>(0.01, 30, 1, 2);
  const process::MarginalScore score(process, gaussian_pair(0));
  Points x = Points::Zero(16, 2);
  const auto run = [&](const std::vector<double>& times, const std::vector<Index>& known, Index resamplings) {
    replacement(
        {*process, score, times, known, Eigen::VectorXd::Ones(static_cast<Index>(known.size())), resamplings},
        RandomStream(1), x);
  };
  EXPECT_THROW(run({0, 1}, {0}, 1), InvalidArgument);
  EXPECT_THROW(run({1}, {0}, 1), InvalidArgument);
  EXPECT_THROW(run({1, 0}, {2}, 1), InvalidArgument);
  EXPECT_THROW(run({1, 0}, {0, 1}, 1), InvalidArgument);
  EXPECT_THROW(run({1, 0}, {0}, 0), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::sampling
