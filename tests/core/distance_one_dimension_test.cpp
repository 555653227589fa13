#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/law_1d.hpp"
#include "kolmo/core/statistics/sample_distance.hpp"

namespace kolmo {
namespace {

std::vector<double> normals(Index n, std::uint32_t step, double scale = 1, double shift = 0) {
  std::vector<double> x(static_cast<std::size_t>(n));
  RandomStream(16, 1).normals(0, step, Eigen::Map<Eigen::ArrayXXd>(x.data(), n, 1));
  for (double& v : x) v = shift + scale * v;
  return x;
}

/// Samples of several sizes (some with ties, some sharing points) and tables (some with gaps).
std::vector<Law1D> laws() {
  std::vector<double> rounded = normals(60, 3);
  for (double& v : rounded) v = std::round(2 * v) / 2;
  return {
      Law1D::from_samples(normals(1, 0)),
      Law1D::from_samples(normals(40, 1)),
      Law1D::from_samples(normals(60, 2, 1.3, 0.2)),
      Law1D::from_samples(rounded),
      Law1D::from_cdf({-1, 2}, {0, 1}),
      Law1D::from_cdf({-2, -1, -0.5, 0, 0.25, 1, 1.5, 2, 4}, {0, 0.1, 0.25, 0.25, 0.5, 0.55, 0.55, 0.9, 1}),
      Law1D::from_cdf({-2.5, -1, 0.1, 0.25, 3, 3.5}, {0, 0, 0.3, 0.7, 1, 1})};
}

double left_limit(const Law1D& law, double x) {
  return law.is_sample() ? law.cdf(std::nextafter(x, -1e9)) : law.cdf(x);
}

std::vector<double> all_points(const Law1D& a, const Law1D& b) {
  std::vector<double> x = a.points();
  x.insert(x.end(), b.points().begin(), b.points().end());
  std::sort(x.begin(), x.end());
  x.erase(std::unique(x.begin(), x.end()), x.end());
  return x;
}

double ks_by_definition(const Law1D& a, const Law1D& b) {
  double largest = 0;
  for (const double x : all_points(a, b))
    largest =
        std::max({largest, std::abs(a.cdf(x) - b.cdf(x)), std::abs(left_limit(a, x) - left_limit(b, x))});
  return largest;
}

/// ∫ |F_a − F_b| dx: between neighbouring points of both the difference is linear.
double w1_over_places(const Law1D& a, const Law1D& b) {
  const std::vector<double> x = all_points(a, b);
  double total = 0;
  for (std::size_t i = 1; i < x.size(); ++i) {
    const double from = a.cdf(x[i - 1]) - b.cdf(x[i - 1]), to = left_limit(a, x[i]) - left_limit(b, x[i]);
    const double width = x[i] - x[i - 1];
    const bool crosses = from * to < 0;
    total += crosses ? width * (from * from + to * to) / (2 * (std::abs(from) + std::abs(to)))
                     : width * (std::abs(from) + std::abs(to)) / 2;
  }
  return total;
}

/// ∫ (F_a⁻¹ − F_b⁻¹)² du by the midpoint rule.
double w2_by_midpoints(const Law1D& a, const Law1D& b, int count) {
  double total = 0;
  for (int i = 0; i < count; ++i) {
    const double u = (i + 0.5) / count, d = a.quantile(u) - b.quantile(u);
    total += d * d;
  }
  return std::sqrt(total / count);
}

TEST(DistanceOneDimension, AgreesWithItsDefinitionForSamplesAndTablesAndMixed) {
  const std::vector<Law1D> all = laws();
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < all.size(); ++j) {
      const Law1D &a = all[i], &b = all[j];
      EXPECT_NEAR(ks_distance(a, b), ks_by_definition(a, b), 4e-16) << i << " " << j;
      EXPECT_NEAR(w1_distance(a, b), w1_over_places(a, b), 1e-14) << i << " " << j;
      // 120 000 midpoints meet every step of 1, 40 and 60 points; a table's kinks and gaps cost O(1/120 000).
      const bool steps = a.is_sample() && b.is_sample();
      EXPECT_NEAR(w2_distance(a, b), w2_by_midpoints(a, b, 120'000), steps ? 1e-12 : 3e-5) << i << " " << j;
      EXPECT_NEAR(w1_distance(a, b), w1_distance(b, a), 1e-15);
      EXPECT_NEAR(w2_distance(a, b), w2_distance(b, a), 1e-15);
      const double total = ks_distance(a, b) + w1_distance(a, b) + w2_distance(a, b);
      EXPECT_EQ(total == 0, i == j);
    }
  }
}

TEST(DistanceOneDimension, InClosedForm) {
  const Law1D unit = Law1D::from_cdf({0, 1}, {0, 1}), twice = Law1D::from_cdf({0, 2}, {0, 1});
  EXPECT_DOUBLE_EQ(ks_distance(unit, twice), 0.5);
  EXPECT_DOUBLE_EQ(w1_distance(unit, twice), 0.5);
  EXPECT_DOUBLE_EQ(w2_distance(unit, twice), std::sqrt(1.0 / 3));
  const Law1D point = Law1D::from_samples({0.5});
  EXPECT_DOUBLE_EQ(ks_distance(unit, point), 0.5);
  EXPECT_DOUBLE_EQ(w1_distance(point, unit), 0.25);
  EXPECT_DOUBLE_EQ(w2_distance(point, unit), std::sqrt(1.0 / 12));
  const Law1D mirrored = Law1D::from_cdf({-1, 1}, {0, 1}), narrow = Law1D::from_cdf({-0.5, 0.5}, {0, 1});
  EXPECT_DOUBLE_EQ(w1_distance(mirrored, narrow), 0.25);  // the quantile functions cross
  EXPECT_DOUBLE_EQ(w2_distance(mirrored, narrow), std::sqrt(1.0 / 12));
}

TEST(DistanceOneDimension, OfUnequalSizesIsThatOfTheRepeatedSamples) {
  std::vector<double> a = normals(12, 4), b = normals(18, 5, 2.0), a_long, b_long;
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  for (const double x : a) a_long.insert(a_long.end(), 3, x);
  for (const double x : b) b_long.insert(b_long.end(), 2, x);
  for (const int order : {1, 2})
    EXPECT_NEAR(wasserstein_sorted(a, b, order), wasserstein_sorted(a_long, b_long, order), 1e-15);
  EXPECT_DOUBLE_EQ(ks_sorted(a, b), ks_sorted(a_long, b_long));
}

TEST(DistanceOneDimension, OfAShiftedLawIsTheShift) {
  std::vector<double> x, level;
  for (int i = 0; i <= 400; ++i) {
    x.push_back(-6 + 0.03 * i);
    level.push_back(i == 0 ? 0 : i == 400 ? 1 : 0.5 * std::erfc(-x.back() / std::sqrt(2.0)));
  }
  std::vector<double> moved = x;
  for (double& v : moved) v += 0.375;
  const Law1D a = Law1D::from_cdf(x, level), b = Law1D::from_cdf(moved, level);
  EXPECT_NEAR(w1_distance(a, b), 0.375, 1e-13);
  EXPECT_NEAR(w2_distance(a, b), 0.375, 1e-13);
  EXPECT_NEAR(ks_distance(a, b), std::erf(0.1875 / std::sqrt(2.0)), 1e-4);
}

TEST(DistanceOneDimension, OfALargeSampleToItsLawShrinksAsItShould) {
  const Index n = 200'000;
  const Law1D uniform = Law1D::from_cdf({0, 1}, {0, 1});
  std::vector<double> x(n), stratified(n);
  RandomStream(16, 9).uniforms(0, 0, Eigen::Map<Eigen::ArrayXXd>(x.data(), n, 1));
  for (Index i = 0; i < n; ++i) stratified[static_cast<std::size_t>(i)] = (static_cast<double>(i) + 0.5) / n;
  const Law1D even = Law1D::from_sorted(stratified);
  EXPECT_NEAR(ks_distance(even, uniform), 0.5 / n, 1e-15);
  EXPECT_NEAR(w1_distance(even, uniform), 0.25 / n, 1e-15);
  EXPECT_NEAR(w2_distance(even, uniform), 1 / (n * std::sqrt(12.0)), 1e-15);
  // √n KS stays below 2.7 with probability 1 − 1e−6.
  EXPECT_LT(ks_distance(Law1D::from_samples(x), uniform), 2.7 / std::sqrt(n));
}

TEST(DistanceOneDimension, RefusesEmptySamplesAndOtherOrders) {
  EXPECT_THROW(ks_sorted({}, {1}), InvalidArgument);
  EXPECT_THROW(wasserstein_sorted({1}, {}, 1), InvalidArgument);
  EXPECT_THROW(wasserstein_sorted({1}, {1}, 3), InvalidArgument);
}

}  // namespace
}  // namespace kolmo
