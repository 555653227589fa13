#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/sort.hpp"

namespace kolmo {
namespace {

std::vector<double> normals(Index n) {
  std::vector<double> x(static_cast<std::size_t>(n));
  RandomStream(13, 1).normals(0, 0, Eigen::Map<Eigen::ArrayXXd>(x.data(), n, 1));
  return x;
}

TEST(Sort, AgreesWithTheStandardLibraryForEverySize) {
  for (const Index n : {0, 1, 2, 3, 1000, 1023, 1024, 1025, 2047, 2048, 2049, 50'001, 300'000}) {
    std::vector<double> x = normals(n), expected = x;
    std::sort(expected.begin(), expected.end());
    sort(x);
    EXPECT_EQ(x, expected) << n;
  }
}

TEST(Sort, OfManyEqualNumbersAndOfSortedOnes) {
  std::vector<double> x = normals(20'000);
  for (double& v : x) v = std::round(2 * v) + 0.0;
  std::vector<double> expected = x;
  std::sort(expected.begin(), expected.end());
  sort(x);
  EXPECT_EQ(x, expected);
  sort(x);
  EXPECT_EQ(x, expected);
  std::reverse(x.begin(), x.end());
  sort(x);
  EXPECT_EQ(x, expected);
}

TEST(Sort, OfNumbersThatDifferInFewBytes) {
  for (const int distinct : {200, 40'000, 3'000'000}) {  // one, two and three bytes of the mantissa
    std::vector<double> x;
    for (int i = 0; i < 5000; ++i) x.push_back(1 + static_cast<double>(i * 7919 % distinct) * 0x1p-52);
    std::vector<double> expected = x;
    std::sort(expected.begin(), expected.end());
    sort(x);
    EXPECT_EQ(x, expected) << distinct;
  }
}

TEST(Sort, OrdersEveryMagnitudeInfinitiesAndSignedZeros) {
  const double infinity = std::numeric_limits<double>::infinity();
  std::vector<double> x;
  for (int i = 0; i < 400; ++i)
    for (const double v : {0.0, -infinity, 1e-308, -1e308, 5e-324, -5e-324, infinity, -0.0, 1.0, -1.0})
      x.push_back(v);
  sort(x);
  ASSERT_TRUE(std::is_sorted(x.begin(), x.end()));
  EXPECT_EQ(x.front(), -infinity);
  EXPECT_EQ(x.back(), infinity);
  const auto zero = static_cast<std::size_t>(std::find(x.begin(), x.end(), 0.0) - x.begin());
  for (std::size_t i = 0; i < 800; ++i) EXPECT_EQ(std::signbit(x[zero + i]), i < 400);
}

TEST(Sort, HasTheSameBitsForAnyNumberOfThreads) {
  const int before = threads();
  std::vector<double> one = normals(100'000), many = one;
  set_threads(1);
  sort(one);
  for (const int count : {2, 3}) {
    std::vector<double> x = many;
    set_threads(count);
    sort(x);
    EXPECT_EQ(std::memcmp(x.data(), one.data(), one.size() * sizeof(double)), 0);
  }
  set_threads(before);
}

TEST(Sort, RefusesNaNAndLeavesTheDataAlone) {
  std::vector<double> x = {3, std::nan(""), 1};
  try {
    sort(x);
    FAIL() << "NaN was sorted";
  } catch (const InvalidArgument& error) {
    EXPECT_NE(std::string(error.what()).find("x[1]"), std::string::npos) << error.what();
  }
  EXPECT_EQ(x[0], 3);
  EXPECT_EQ(x[2], 1);
}

}  // namespace
}  // namespace kolmo
