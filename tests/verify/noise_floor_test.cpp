// The closed forms against brute force: many pairs of samples of one law.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iostream>
#include <limits>
#include <string>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/statistics/energy_distance.hpp"
#include "kolmo/core/statistics/entropy_estimator.hpp"
#include "kolmo/core/statistics/sort.hpp"
#include "kolmo/verify/noise_floor.hpp"

namespace kolmo::verify {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double level = 1e-2;

class NoiseFloorTest : public testing::Test {
 protected:
  // Thousands of small samples: threads would only wait for each other.
  void SetUp() override { set_threads(1); }
  void TearDown() override { set_threads(before_); }

 private:
  int before_ = threads();
};

Law1D table_of(double lower, double upper, const std::function<double(double)>& cdf) {
  std::vector<double> x, levels;
  const int cells = 400;
  for (int i = 0; i <= cells; ++i) {
    x.push_back(lower + (upper - lower) * i / cells);
    levels.push_back(i == 0 ? 0 : i == cells ? 1 : cdf(x.back()));
  }
  return Law1D::from_cdf(x, levels);
}

double normal_cdf(double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }

Law1D gaussian() {
  return table_of(-6, 6, [](double x) { return normal_cdf(x); });
}

/// Two wells, as of the double well at β = 2.
Law1D bimodal() {
  return table_of(-3, 3,
                  [](double x) { return 0.7 * normal_cdf((x + 1) / 0.3) + 0.3 * normal_cdf((x - 1) / 0.3); });
}

/// Distances under equality: their mean, its standard error, their quantile at 1 − level, and how many exceed
/// q.
struct Resampled {
  double mean, error, quantile;
  int above;
};

Resampled resample(int repetitions, double q, const std::function<double(std::uint32_t)>& distance) {
  std::vector<double> d;
  for (int r = 0; r < repetitions; ++r) d.push_back(distance(static_cast<std::uint32_t>(r)));
  const Estimate mean = mean_estimate(d.data(), repetitions);
  sort(d);
  const auto above = static_cast<int>(d.end() - std::upper_bound(d.begin(), d.end(), q));
  return {mean.value, mean.standard_error, d[static_cast<std::size_t>((1 - level) * repetitions)], above};
}

/// Binomial: expected count + 5 standard errors.
double most_allowed(int repetitions) {
  return repetitions * level + 5 * std::sqrt(repetitions * level * (1 - level));
}

void report(const std::string& name, const NoiseFloor& floor, const Resampled& brute, int repetitions) {
  std::cout << name << ": closed mean/resampled " << floor.mean / brute.mean << ", q/0.99 quantile "
            << floor.quantile / brute.quantile << ", above q " << brute.above << " of " << repetitions
            << '\n';
}

TEST_F(NoiseFloorTest, OfW1HoldsForPairsOfSamplesAndForOneSampleAgainstItsLaw) {
  const int repetitions = 2000;
  for (const auto& [name, law] :
       {std::pair<std::string, Law1D>{"gaussian", gaussian()}, {"bimodal", bimodal()}}) {
    for (const double n2 : {2000.0, 500.0, infinity}) {
      const Index n1 = 2000;
      const NoiseFloor floor = w1_noise_floor(law, n1, n2, level);
      const Resampled brute = resample(repetitions, floor.quantile, [&](std::uint32_t r) {
        const Law1D a = Law1D::from_sorted(sorted_samples(law, n1, RandomStream(22, 1), r));
        if (n2 == infinity) return w1_distance(a, law);
        return w1_distance(
            a, Law1D::from_sorted(sorted_samples(law, static_cast<Index>(n2), RandomStream(22, 2), r)));
      });
      report("W1 " + name + " 2000 against " + std::to_string(n2), floor, brute, repetitions);
      // The mean is asymptotic: its next term is O(1/n) of it.
      EXPECT_NEAR(floor.mean, brute.mean, 4 * brute.error + 0.02 * brute.mean);
      EXPECT_LE(brute.above, most_allowed(repetitions));
      EXPECT_GT(floor.quantile, 0.97 * brute.quantile);
      // Measured 1.56 to 1.63: concentration takes the largest variance for all directions.
      EXPECT_LT(floor.quantile, 1.75 * brute.quantile);
    }
  }
}

TEST_F(NoiseFloorTest, OfKSHoldsAndIsSharp) {
  const int repetitions = 4000;
  const Law1D law = gaussian();
  for (const double n2 : {2000.0, 700.0, infinity}) {
    const Index n1 = 2000;
    const double q = ks_noise_floor(n1, n2, level);
    const Resampled brute = resample(repetitions, q, [&](std::uint32_t r) {
      const Law1D a = Law1D::from_sorted(sorted_samples(law, n1, RandomStream(22, 3), r));
      if (n2 == infinity) return ks_distance(a, law);
      return ks_distance(
          a, Law1D::from_sorted(sorted_samples(law, static_cast<Index>(n2), RandomStream(22, 4), r)));
    });
    std::cout << "KS 2000 against " << n2 << ": q/0.99 quantile " << q / brute.quantile << ", above q "
              << brute.above << " of " << repetitions << '\n';
    EXPECT_LE(brute.above, most_allowed(repetitions));
    EXPECT_NEAR(q / brute.quantile, 1, 0.06);  // the 0.99 quantile of 4000 has a standard error of 1.3 %
  }
}

TEST_F(NoiseFloorTest, OfTheEnergyDistanceHoldsForPairsOfSamples) {
  const int repetitions = 1500;
  const Index n1 = 300, n2 = 200;
  for (const Index d : {1, 2}) {
    const auto draw = [&](Index n, std::uint32_t purpose, std::uint32_t r) {
      Points x(n, d);
      RandomStream(22, purpose).normals(0, r, x);
      if (d == 2) x.col(1) = 3 * x.col(1) + x.col(0).square();  // neither round nor Gaussian
      return x;
    };
    const NoiseFloor floor = energy_noise_floor(draw(20'000, 5, 0), n1, n2, level);
    double squares = 0;
    const Resampled brute = resample(repetitions, floor.quantile, [&](std::uint32_t r) {
      const double squared = energy_distance(draw(n1, 6, r), draw(n2, 7, r));
      squares += squared / repetitions;
      return std::sqrt(squared);
    });
    report("energy d = " + std::to_string(d), floor, brute, repetitions);
    // E ED is exact: what differs is the thinned sample's E|X − X'| (3 %) and the error of the mean of
    // squares.
    EXPECT_NEAR(floor.mean * floor.mean, squares, 0.06 * squares + 8 * brute.error * brute.mean);
    EXPECT_GT(floor.mean, 0.97 * brute.mean - 4 * brute.error);
    EXPECT_LT(floor.mean, 1.15 * brute.mean);
    EXPECT_LE(brute.above, most_allowed(repetitions));
    EXPECT_LT(floor.quantile, 1.75 * brute.quantile);
  }
}

TEST_F(NoiseFloorTest, EigenvalueOfTheUniformLawOnTheLineIsKnown) {
  // ED = 2 ∫(F − G)² dx, so the kernel is 2 (min(x, y) − xy) on the uniform law's bridge: eigenvalues
  // 2/(kπ)².
  Points x(1000, 1);
  for (Index i = 0; i < 1000; ++i) x(i, 0) = (static_cast<double>(i) + 0.5) / 1000;
  const double pi = 3.141592653589793;
  EXPECT_NEAR(energy_leading_eigenvalue(x), 2 / (pi * pi), 1e-5);
  const Points spread = 5 * x;
  EXPECT_NEAR(energy_leading_eigenvalue(spread), 10 / (pi * pi), 5e-5);
  // E|X − X'| = 1/3, and r = 1/5.
  const NoiseFloor floor = energy_noise_floor(x, 50, 50, level);
  EXPECT_NEAR(floor.mean, 0.2 * std::sqrt(1.0 / 3), 1e-3);
  EXPECT_NEAR(floor.sigma, 0.2 * std::sqrt(2.0) / pi, 1e-5);
  EXPECT_DOUBLE_EQ(floor.quantile, floor.mean + floor.sigma * std::sqrt(2 * std::log(100)));
}

TEST_F(NoiseFloorTest, ShrinksWithTheRootOfTheSizes) {
  EXPECT_DOUBLE_EQ(size_factor(100, 100), std::sqrt(0.02));
  EXPECT_DOUBLE_EQ(size_factor(100, infinity), 0.1);
  EXPECT_EQ(size_factor(infinity, infinity), 0);
  EXPECT_EQ(ks_noise_floor(infinity, infinity, level), 0);
  EXPECT_DOUBLE_EQ(ks_noise_floor(1e6, 1e6, 2 * std::exp(-2.0)), std::sqrt(2e-6));
  const Law1D uniform = Law1D::from_cdf({0, 1}, {0, 1});
  const NoiseFloor small = w1_noise_floor(uniform, 100, infinity, level);
  const NoiseFloor large = w1_noise_floor(uniform, 10'000, infinity, level);
  EXPECT_NEAR(small.quantile, 10 * large.quantile, 1e-15);
  EXPECT_NEAR(small.mean, 0.1 * std::sqrt(2 / 3.141592653589793) * 3.141592653589793 / 8, 1e-15);
  EXPECT_NEAR(small.sigma, 0.1 / std::sqrt(12.0), 1e-15);
  EXPECT_DOUBLE_EQ(small.quantile, small.mean + small.sigma * std::sqrt(2 * std::log(100)));
}

TEST_F(NoiseFloorTest, RefusesLevelsAndSizesThatMakeNoSense) {
  EXPECT_THROW(ks_noise_floor(0, 10, level), InvalidArgument);
  EXPECT_THROW(ks_noise_floor(10, 10, 0), InvalidArgument);
  EXPECT_THROW(w1_noise_floor(gaussian(), 10, 10, 1), InvalidArgument);
  EXPECT_THROW(energy_noise_floor(Points::Zero(1, 1), 10, 10, level), InvalidArgument);
  EXPECT_THROW(energy_leading_eigenvalue(Points::Zero(5000, 1)), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::verify
