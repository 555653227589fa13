#include "kolmo/core/statistics/running_moments.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo {
namespace {

std::vector<double> skewed(Index n) {
  std::vector<double> x(static_cast<std::size_t>(n));
  Eigen::Map<Points> block(x.data(), n, 1);
  RandomStream(3, 1).normals(0, 0, block);
  for (double& value : x) value = 40 + std::exp(value);
  return x;
}

void expect_same(const CentralMoments& a, const CentralMoments& b) {
  EXPECT_EQ(a.n, b.n);
  EXPECT_NEAR(a.mean, b.mean, 1e-13 * b.mean);
  EXPECT_NEAR(a.second, b.second, 1e-11 * b.second);
  EXPECT_NEAR(a.third, b.third, 1e-11 * b.third);
  EXPECT_NEAR(a.fourth, b.fourth, 1e-11 * b.fourth);
}

// Rounding: a deviation from a mean of 42 carries 42 · 2⁻⁵³ = 5e−15, the moments below a few of these
// relative to deviations of order one; 1e−11 is far above, and far below the smallest term of a merge.
TEST(RunningMoments, AreThoseOfAllNumbersInWhateverPieces) {
  const std::vector<double> x = skewed(5000);
  const CentralMoments whole = central_moments(x.data(), 5000);
  expect_same(RunningMoments(x.data(), 5000).central(), whole);
  RunningMoments merged;
  Index first = 0;
  for (const Index piece : {Index{1}, Index{0}, Index{1024}, Index{3000}, Index{975}}) {
    merged.merge(RunningMoments(x.data() + first, piece));
    first += piece;
  }
  ASSERT_EQ(first, 5000);
  expect_same(merged.central(), whole);
  const Estimate mean = merged.mean_estimate(), expected = mean_estimate(x.data(), 5000);
  EXPECT_NEAR(mean.standard_error, expected.standard_error, 1e-11 * expected.standard_error);
}

TEST(RunningMoments, AreFiniteOrSayTheyAreNot) {
  const std::vector<double> x = {1, 2, std::numeric_limits<double>::infinity()};
  EXPECT_TRUE(RunningMoments(x.data(), 2).finite());
  EXPECT_FALSE(RunningMoments(x.data(), 3).finite());
  EXPECT_THROW(RunningMoments(x.data(), 1).central(), InvalidArgument);
  EXPECT_THROW(RunningMoments().mean_estimate(), InvalidArgument);
}

}  // namespace
}  // namespace kolmo
