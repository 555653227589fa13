#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/moments.hpp"

namespace kolmo {
namespace {

Points normals(Index n, Index d, std::uint32_t step) {
  Points x(n, d);
  RandomStream(12, 1).normals(0, step, x);
  return x;
}

/// Mean square of (estimate − truth)/standard error over R samples: 1 if the standard error is right. For
/// nearly normal estimates its own standard error is √(2/R).
template <class Estimator>
double mean_square_score(int repetitions, double truth, const Estimator& estimator) {
  double total = 0;
  for (int r = 0; r < repetitions; ++r) {
    const Estimate e = estimator(static_cast<std::uint32_t>(r));
    total += (e.value - truth) * (e.value - truth) / (e.standard_error * e.standard_error);
  }
  return total / repetitions;
}

constexpr int repetitions = 800;
const double score_tolerance = 5 * std::sqrt(2.0 / repetitions);  // 5 standard errors: 0.25

TEST(Moments, OfFourNumbersAreTheTextbookOnes) {
  const double x[] = {1, 2, 3, 6};
  const Estimate mean = mean_estimate(x, 4);
  EXPECT_DOUBLE_EQ(mean.value, 3);
  EXPECT_DOUBLE_EQ(mean.standard_error, std::sqrt(14.0 / 12));
  const CentralMoments m = central_moments(x, 4);
  EXPECT_DOUBLE_EQ(m.second, 3.5);
  EXPECT_DOUBLE_EQ(m.third, (-8.0 - 1 + 0 + 27) / 4);
  EXPECT_DOUBLE_EQ(m.fourth, (16.0 + 1 + 0 + 81) / 4);
  EXPECT_DOUBLE_EQ(m.variance().value, 14.0 / 3);
  EXPECT_DOUBLE_EQ(raw_moment(x, 4, 3).value, (1.0 + 8 + 27 + 216) / 4);
  const Estimate fraction = fraction_above(x, 4, 2);
  EXPECT_DOUBLE_EQ(fraction.value, 0.5);  // 2 itself is not above 2
  EXPECT_DOUBLE_EQ(fraction.standard_error, std::sqrt(0.25 / 3));
}

TEST(Moments, CovarianceOfThreePointsIsTheTextbookOne) {
  Points x(3, 2);
  x << 0, 1, 3, 0, 6, 5;
  const EnsembleMoments m = ensemble_moments(x);
  EXPECT_DOUBLE_EQ(m.mean(1), 2);
  EXPECT_DOUBLE_EQ(m.covariance(0, 0), 9);
  EXPECT_DOUBLE_EQ(m.covariance(0, 1), 6);
  EXPECT_DOUBLE_EQ(m.covariance(1, 0), 6);
  EXPECT_DOUBLE_EQ(m.covariance(1, 1), 7);
}

TEST(Moments, OfOffsetDataLoseNoDigits) {
  Points x = normals(100'000, 1, 0);
  const CentralMoments near = central_moments(x.col(0).data(), x.rows());
  x += 1048576.0;  // 2²⁰: rounds each x to 2⁻³², 2.3e−10 at most
  const CentralMoments far = central_moments(x.col(0).data(), x.rows());
  EXPECT_NEAR(far.second, near.second, 1e-9);
  EXPECT_NEAR(far.third, near.third, 1e-9);
  EXPECT_NEAR(far.fourth, near.fourth, 1e-8);
  EXPECT_NEAR(mean_estimate(x.col(0).data(), x.rows()).standard_error, std::sqrt(near.variance().value / 1e5),
              1e-12);
}

TEST(Moments, StandardErrorsAreThoseOfTheScatter) {
  const int before = threads();
  set_threads(1);        // many small samples: threads would only wait for each other
  const Index n = 3000;  // three blocks, the last one partial
  const auto score = [&](double truth, int k) {
    return mean_square_score(repetitions, truth, [&](std::uint32_t step) {
      const Points x = normals(n, 1, step);
      return raw_moment(x.col(0).data(), n, k);
    });
  };
  EXPECT_NEAR(score(0, 1), 1, score_tolerance);
  EXPECT_NEAR(score(1, 2), 1, score_tolerance);
  EXPECT_NEAR(score(3, 4), 1, score_tolerance);
  const double variance_score = mean_square_score(repetitions, 1, [&](std::uint32_t step) {
    const Points x = normals(n, 1, step);
    return central_moments(x.col(0).data(), n).variance();
  });
  EXPECT_NEAR(variance_score, 1, score_tolerance);
  set_threads(before);
}

TEST(Moments, SkewnessAndKurtosisOfAnExponentialLaw) {
  Points x(400'000, 1);
  RandomStream(12, 2).uniforms(0, 0, x);
  for (Index i = 0; i < x.rows(); ++i) x(i, 0) = -std::log(x(i, 0));
  const CentralMoments m = central_moments(x.col(0).data(), x.rows());
  // Standard errors from the delta method, rounded up: skewness 0.02, kurtosis 0.35.
  EXPECT_NEAR(m.skewness(), 2, 5 * 0.02);
  EXPECT_NEAR(m.excess_kurtosis(), 6, 5 * 0.35);
}

TEST(Moments, PairedDifferencesHaveTheErrorOfTheDifference) {
  const Index n = 5000;
  const Points a = normals(n, 1, 0), noise = normals(n, 1, 1);
  const Points b = a + 0.01 * noise;
  const Estimate difference = raw_moment_difference(a.col(0).data(), b.col(0).data(), n, 1);
  EXPECT_NEAR(difference.standard_error, 0.01 / std::sqrt(n), 0.05 * 0.01 / std::sqrt(n));
  EXPECT_NEAR(difference.value, 0, 5 * difference.standard_error);
  const Functional square = [](const ConstBlock& x, Values out) { out = x.col(0).square(); };
  const Estimate by_function = expectation_difference(a, b, square);
  const Estimate by_power = raw_moment_difference(a.col(0).data(), b.col(0).data(), n, 2);
  EXPECT_EQ(by_function.value, by_power.value);
  EXPECT_EQ(by_function.standard_error, by_power.standard_error);
  const double separate = expectation(a, square).value - expectation(b, square).value;
  EXPECT_NEAR(by_function.value, separate, 1e-14);
  EXPECT_EQ(fraction_above_difference(a.col(0).data(), a.col(0).data(), n, 0.3).standard_error, 0);
}

TEST(Moments, CovarianceOfCorrelatedNormals) {
  const Index n = 200'000;
  Points x = normals(n, 2, 7);
  x.col(1) = 3 * x.col(0) + 4 * x.col(1) + 2;
  const EnsembleMoments m = ensemble_moments(x);
  Eigen::Matrix2d truth;
  truth << 1, 3, 3, 25;
  // Var of a sample covariance of normals: (c_ij² + c_ii c_jj)/n.
  for (Index i = 0; i < 2; ++i) {
    EXPECT_NEAR(m.mean_error(i), std::sqrt(truth(i, i) / n), 0.02 * m.mean_error(i));
    for (Index j = 0; j < 2; ++j) {
      const double error = std::sqrt((truth(i, j) * truth(i, j) + truth(i, i) * truth(j, j)) / n);
      EXPECT_NEAR(m.covariance_error(i, j), error, 0.03 * error);
      EXPECT_NEAR(m.covariance(i, j), truth(i, j), 5 * error);
    }
  }
  EXPECT_NEAR(m.mean(1), 2, 5 * m.mean_error(1));
}

TEST(Moments, HaveTheSameBitsForAnyNumberOfThreads) {
  const int before = threads();
  const Points x = normals(100'003, 2, 9);
  set_threads(1);
  const EnsembleMoments one = ensemble_moments(x);
  const double fourth = central_moments(x.col(0).data(), x.rows()).fourth;
  set_threads(3);
  const EnsembleMoments three = ensemble_moments(x);
  EXPECT_TRUE(one.covariance == three.covariance && one.mean == three.mean);
  EXPECT_TRUE(one.covariance_error == three.covariance_error);
  EXPECT_EQ(central_moments(x.col(0).data(), x.rows()).fourth, fourth);
  set_threads(before);
}

TEST(Moments, RefuseWhatHasNoStandardError) {
  const double x = 1;
  EXPECT_THROW(mean_estimate(&x, 1), InvalidArgument);
  EXPECT_THROW(raw_moment(&x, 1, 0), InvalidArgument);
  EXPECT_THROW(expectation_difference(Points::Zero(4, 1), Points::Zero(5, 1), nullptr), InvalidArgument);
}

}  // namespace
}  // namespace kolmo
