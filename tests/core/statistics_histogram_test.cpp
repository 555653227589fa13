#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/histogram.hpp"
#include "kolmo/core/statistics/quantiles.hpp"
#include "kolmo/core/statistics/sort.hpp"

namespace kolmo {
namespace {

TEST(Histogram, PutsEachNumberBetweenItsFacesAndCountsTheOthers) {
  const Axis axis{0, 1, 4};
  const std::vector<double> x = {-0.1, 0, 0.1, 0.25, 0.4999, 0.5, 0.75, 1.0, 1.0001, 7};
  const Histogram h = histogram(x.data(), static_cast<Index>(x.size()), axis);
  EXPECT_EQ(h.below, 1);
  EXPECT_EQ(h.above, 2);
  EXPECT_EQ(h.counts(0), 2);
  EXPECT_EQ(h.counts(1), 2);
  EXPECT_EQ(h.counts(2), 1);
  EXPECT_EQ(h.counts(3), 2);
  EXPECT_DOUBLE_EQ(h.density(0), 2 / (10 * 0.25));
  EXPECT_DOUBLE_EQ(h.error(0), std::sqrt(2 * 0.8) / (10 * 0.25));
}

TEST(Histogram, AgreesWithTheFacesWhereDivisionRounds) {
  const Axis axis{-3, 3, 7919};
  std::vector<double> faces;
  for (Index i = 0; i < axis.cells; ++i) {
    faces.push_back(axis.face(i));
    if (i > 0) faces.push_back(std::nextafter(axis.face(i), -10));
  }
  const Histogram h = histogram(faces.data(), static_cast<Index>(faces.size()), axis);
  for (Index i = 0; i < axis.cells; ++i) ASSERT_EQ(h.counts(i), i + 1 < axis.cells ? 2 : 1) << i;
}

TEST(Histogram, ErrorBarsAreThoseOfTheScatter) {
  const Index n = 2000;
  const int repetitions = 500;
  const Axis axis{-1, 1, 10};
  double total = 0;
  for (int r = 0; r < repetitions; ++r) {
    Points x(n, 1);
    RandomStream(14, 1).uniforms(0, static_cast<std::uint32_t>(r), x);
    x = 4 * x - 2;  // density ¼
    const Histogram h = histogram(x.data(), n, axis);
    total += ((h.density - 0.25) / h.error).square().mean();
  }
  // 5000 nearly independent squares of variance 2; counts near 100 add a bias of order 1/100.
  EXPECT_NEAR(total / repetitions, 1, 5 * std::sqrt(2.0 / (10 * repetitions)) + 0.02);
}

TEST(Histogram, RefusesNaNAndEmptyAxes) {
  const double x = std::nan("");
  EXPECT_THROW(histogram(&x, 1, {0, 1, 4}), InvalidArgument);
  EXPECT_THROW(histogram(&x, 0, {0, 1, 4}), InvalidArgument);
  const double y = 0.5;
  EXPECT_THROW(histogram(&y, 1, {1, 1, 4}), InvalidArgument);
}

TEST(SampleQuantile, IsNumPys) {
  const std::vector<double> x = {1, 2, 4, 8};
  EXPECT_DOUBLE_EQ(sample_quantile(x, 0).value, 1);
  EXPECT_DOUBLE_EQ(sample_quantile(x, 0.25).value, 1.75);
  EXPECT_DOUBLE_EQ(sample_quantile(x, 0.5).value, 3);
  EXPECT_DOUBLE_EQ(sample_quantile(x, 0.9).value, 6.8);
  EXPECT_DOUBLE_EQ(sample_quantile(x, 1).value, 8);
  EXPECT_THROW(sample_quantile(x, 1.5), InvalidArgument);
  EXPECT_THROW(sample_quantile({}, 0.5), InvalidArgument);
}

TEST(SampleQuantile, ErrorIsThatOfTheScatter) {
  const Index n = 1000;
  const int repetitions = 600;
  double total = 0;
  for (int r = 0; r < repetitions; ++r) {
    std::vector<double> x(n);
    RandomStream(14, 2).normals(0, static_cast<std::uint32_t>(r),
                                Eigen::Map<Eigen::ArrayXXd>(x.data(), n, 1));
    sort(x);
    const Estimate median = sample_quantile(x, 0.5);
    total += median.value * median.value / (median.standard_error * median.standard_error);
  }
  // The interval's own scatter, of relative variance about 1/√n, adds about 0.1.
  EXPECT_NEAR(total / repetitions, 1.1, 5 * std::sqrt(2.0 / repetitions));
}

}  // namespace
}  // namespace kolmo
