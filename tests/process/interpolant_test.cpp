// Interpolants of mixtures: the velocity against differences of the law, its divergence, and what is refused.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/process/score/interpolant.hpp"

namespace kolmo::process {
namespace {

density::GaussianMixture mixture(double shift) {
  Points means(2, 2);
  means << -1 + shift, 0.5, 1, -shift;
  Eigen::MatrixXd a(2, 2), b(2, 2);
  a << 0.5, 0.2, 0.2, 0.4;
  b << 0.3, -0.1, -0.1, 0.6;
  return {Eigen::Array2d(0.4, 0.6), means, density::Covariances::full({a, b})};
}

Points places() {
  Points x(5, 2);
  x << 0.1, 0.2, -0.7, 0.4, 1.2, -0.3, 0.5, 1.1, -1.4, -0.8;
  return x;
}

Points moved(double step, Index j) {
  Points x = places();
  x.col(j) += step;
  return x;
}

// Central differences with h = 1e-4: h²/6 times third derivatives, of a log density of deviations about 0.4
// up to 10³.
TEST(MixtureInterpolant, SolvesTheContinuityEquation) {
  const double h = 1e-4, t = 0.4;
  for (const InterpolantSchedule& schedule : interpolant_schedules()) {
    const MixtureInterpolant interpolant(mixture(0), mixture(1), schedule);
    const auto log_density = [&](double time) {
      Eigen::ArrayXd out(5);
      interpolant.log_density(time, places(), out);
      return out;
    };
    Points v(5, 2), score(5, 2), up(5, 2), down(5, 2);
    Eigen::ArrayXd divergence(5), slope = Eigen::ArrayXd::Zero(5);
    interpolant.velocity_and_divergence(t, places(), v, divergence);
    interpolant.score(t, places(), score);
    const Eigen::ArrayXd rate = (log_density(t + h) - log_density(t - h)) / (2 * h);
    EXPECT_LT((rate + divergence + (v * score).rowwise().sum()).abs().maxCoeff(), 1e-5) << schedule.name;
    for (Index j = 0; j < 2; ++j) {
      interpolant.velocity(t, moved(h, j), up);
      interpolant.velocity(t, moved(-h, j), down);
      slope += (up.col(j) - down.col(j)) / (2 * h);
    }
    EXPECT_LT((slope - divergence).abs().maxCoeff(), 1e-5) << schedule.name;
  }
}

TEST(MixtureInterpolant, BeginsAndEndsWithItsMixtures) {
  for (const InterpolantSchedule& schedule : interpolant_schedules()) {
    const MixtureInterpolant interpolant(mixture(0), mixture(1), schedule);
    Eigen::ArrayXd a(5), b(5);
    for (const double t : {0.0, 1.0}) {
      interpolant.log_density(t, places(), a);
      mixture(t).log_density(places(), b);
      EXPECT_LT((a - b).abs().maxCoeff(), 1e-12) << schedule.name;
    }
  }
}

TEST(MixtureInterpolant, TheSignOfTheSourcesVarianceIsSeen) {
  // N(0, 1) to N(2, ¼): v = 2 + (t/4 − (1 − t)) (x − 2t)/S; with + (1 − t) the continuity equation fails.
  const MixtureInterpolant interpolant(density::gaussian_1d(0, 1), density::gaussian_1d(2, 0.5),
                                       find_interpolant_schedule("straight"));
  const double t = 0.3, x = 1.1, s = (1 - t) * (1 - t) + 0.25 * t * t;
  Points v(1, 1);
  interpolant.velocity(t, Points::Constant(1, 1, x), v);
  EXPECT_NEAR(v(0, 0), 2 + (0.25 * t - (1 - t)) * (x - 2 * t) / s, 1e-14);
  EXPECT_GT(std::abs(v(0, 0) - (2 + (0.25 * t + (1 - t)) * (x - 2 * t) / s)), 0.1);
}

TEST(MixtureInterpolant, SaysWhatIsWrong) {
  EXPECT_THROW(
      MixtureInterpolant(mixture(0), density::gaussian_1d(0, 1), find_interpolant_schedule("straight")),
      InvalidArgument);
  EXPECT_THROW(find_interpolant_schedule("strait"), InvalidArgument);
  const MixtureInterpolant interpolant(mixture(0), mixture(1), find_interpolant_schedule("straight"));
  Points v(5, 2);
  EXPECT_THROW(interpolant.velocity(1.5, places(), v), InvalidArgument);
  EXPECT_THROW(velocity_from_score({0, 1, 1, -1}, places(), places()), InvalidArgument);
  EXPECT_THROW(score_from_velocity({1, 1, 1, 1}, places(), places()), InvalidArgument);  // σ α̇/α = σ̇
}

}  // namespace
}  // namespace kolmo::process
