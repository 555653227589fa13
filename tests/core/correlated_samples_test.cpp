#include "kolmo/core/statistics/correlated_samples.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo {
namespace {

/// x_{i+1} = φ x_i + √(1 − φ²) z_i, started in its stationary law N(0, 1): γ_k = φ^k, τ = (1 + φ)/(1 − φ).
std::vector<double> autoregression(double phi, Index n, std::uint32_t purpose) {
  Points z(n, 1);
  RandomStream(11, purpose).normals(0, 0, z);
  std::vector<double> x(static_cast<std::size_t>(n));
  double now = z(0, 0);
  for (Index i = 0; i < n; ++i) {
    if (i > 0) now = phi * now + std::sqrt(1 - phi * phi) * z(i, 0);
    x[static_cast<std::size_t>(i)] = now;
  }
  return x;
}

double exact_time(double phi) { return (1 + phi) / (1 - phi); }

// Relative standard error of τ summed over W lags: √(2 (2W + 1)/n) (Madras and Sokal 1988, equation (A.17));
// five of them. The sum is cut where φ^W is the size of the noise, so that what is left out is smaller still.
TEST(CorrelatedMean, FindsTheCorrelationTimeOfAnAutoregression) {
  const Index n = 1 << 19;
  for (const double phi : {0.95, 0.6, 0.0, -0.5}) {
    const std::vector<double> x = autoregression(phi, n, 1);
    const CorrelatedMean mean = correlated_mean(x.data(), n);
    const double noise = std::sqrt(2 * (2 * static_cast<double>(mean.window) + 1) / static_cast<double>(n));
    const double tau = exact_time(phi);
    EXPECT_NEAR(mean.autocorrelation_time, tau, 5 * noise * std::max(tau, 1.0)) << phi;
    EXPECT_LT(noise, 0.05) << phi;
    EXPECT_DOUBLE_EQ(mean.effective_samples, static_cast<double>(n) / mean.autocorrelation_time);
    EXPECT_NEAR(mean.standard_error, std::sqrt(tau / static_cast<double>(n)), 0.15 * mean.standard_error);
    EXPECT_TRUE(mean.resolved);
    EXPECT_LT(std::abs(mean.value), 5 * mean.standard_error);
  }
}

// (mean/s)² over 400 independent chains averages 1 with standard error √(2/400) = 0.071; a chain's s² is off
// by √(2 (2W + 1)/n) = 13 % at W = 35, which adds 0.013² and a bias of − τ/n. Without the factor τ it would
// be 9.
TEST(CorrelatedMean, HasAnErrorThatCoversTheTruth) {
  const Index n = 8192;
  const int chains = 400;
  double geyer = 0, batches = 0;
  for (int chain = 0; chain < chains; ++chain) {
    const std::vector<double> x = autoregression(0.8, n, static_cast<std::uint32_t>(100 + chain));
    const CorrelatedMean mean = correlated_mean(x.data(), n);
    const Estimate batch = batch_means(x.data(), n, 64);
    geyer += std::pow(mean.value / mean.standard_error, 2) / chains;
    batches += std::pow(batch.value / batch.standard_error, 2) / chains;
  }
  EXPECT_NEAR(geyer, 1, 5 * 0.071 + 0.05);
  // 64 batches of 128: s² is too small by τ/128 = 7 % and Student's t² has the mean 63/61.
  EXPECT_NEAR(batches, 1.1, 5 * 0.075);
}

TEST(CorrelatedMean, SaysWhereTheChainIsTooShort) {
  const std::vector<double> x = autoregression(0.99, 2048, 7);
  EXPECT_FALSE(correlated_mean(x.data(), 2048).resolved);
}

TEST(CorrelatedMean, DoesNotDependOnThreads) {
  const Index n = 1 << 18;
  const std::vector<double> x = autoregression(0.9, n, 5);
  const int before = threads();
  set_threads(1);
  const CorrelatedMean one = correlated_mean(x.data(), n);
  set_threads(3);
  const CorrelatedMean three = correlated_mean(x.data(), n);
  set_threads(before);
  EXPECT_EQ(one.standard_error, three.standard_error);
  EXPECT_EQ(one.value, three.value);
}

TEST(CorrelatedMean, RefusesWhatHasNoError) {
  const std::vector<double> equal(100, 0.1);
  EXPECT_THROW(correlated_mean(equal.data(), 100), NumericalFailure);
  EXPECT_THROW(correlated_mean(equal.data(), 3), InvalidArgument);
  std::vector<double> broken(100, 1.0);
  broken[50] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(correlated_mean(broken.data(), 100), InvalidArgument);
  // 1, −1, 1, −1: every pair sum is 0.
  std::vector<double> repelling(100);
  for (std::size_t i = 0; i < 100; ++i) repelling[i] = i % 2 == 0 ? 1 : -1;
  EXPECT_THROW(correlated_mean(repelling.data(), 100), NumericalFailure);
}

TEST(BatchMeans, UseTheLastWholeBatches) {
  const std::vector<double> x = {100, 1, 2, 3, 5};
  const Estimate mean = batch_means(x.data(), 5, 2);
  EXPECT_DOUBLE_EQ(mean.value, 2.75);
  EXPECT_DOUBLE_EQ(mean.standard_error, 1.25);  // batch means 1.5 and 4
  EXPECT_THROW(batch_means(x.data(), 5, 1), InvalidArgument);
  EXPECT_THROW(batch_means(x.data(), 5, 3), InvalidArgument);
}

}  // namespace
}  // namespace kolmo
