#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo {
namespace {

constexpr double u = std::numeric_limits<double>::epsilon() / 2;

std::vector<double> normals(Index n, std::uint32_t purpose) {
  std::vector<double> x(static_cast<std::size_t>(n));
  RandomStream(11, purpose).normals(0, 0, Eigen::Map<Eigen::ArrayXXd>(x.data(), n, 1));
  return x;
}

TEST(CompensatedSum, KeepsWhatANaiveSumLoses) {
  CompensatedSum total;
  for (const double x : {1.0, 1e100, 1.0, -1e100}) total.add(x);
  EXPECT_EQ(total.value(), 2.0);
}

TEST(Sum, IsWithinItsErrorBoundForEverySize) {
  for (const Index n : {0, 1, 15, 16, 17, 1023, 1024, 1025, 5000, 70001, 300007}) {
    const std::vector<double> x = normals(n, 1), y = normals(n, 2);
    long double sum_exact = 0, sum_absolute = 0, dot_exact = 0, dot_absolute = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      sum_exact += x[i];
      sum_absolute += std::abs(x[i]);
      dot_exact += static_cast<long double>(x[i]) * y[i];
      dot_absolute += std::abs(x[i] * y[i]);
    }
    // A lane adds at most 64 numbers, the lanes 4 levels, the compensated sum and its rounding 2, a
    // product 1.
    EXPECT_NEAR(sum(x.data(), n), static_cast<double>(sum_exact), 71 * u * static_cast<double>(sum_absolute))
        << n;
    EXPECT_NEAR(dot(x.data(), y.data(), n), static_cast<double>(dot_exact),
                72 * u * static_cast<double>(dot_absolute))
        << n;
  }
}

TEST(Sum, DoesNotGrowItsErrorWithTheNumberOfTerms) {
  const std::vector<double> x(4'000'000, 0.1);
  // A naive sum is off by 1e−10 here.
  EXPECT_NEAR(sum(x.data(), 4'000'000) / 4e5, 1.0, 71 * u);
}

TEST(Sum, HasTheSameBitsForAnyNumberOfThreads) {
  const int before = threads();
  const Index n = 500'009;
  const std::vector<double> x = normals(n, 3), y = normals(n, 4);
  set_threads(1);
  const double sum_one = sum(x.data(), n), dot_one = dot(x.data(), y.data(), n);
  for (const int count : {2, 3, 7}) {
    set_threads(count);
    EXPECT_EQ(sum(x.data(), n), sum_one);
    EXPECT_EQ(dot(x.data(), y.data(), n), dot_one);
  }
  set_threads(before);
}

TEST(Sum, OfSeveralNumbersABlockIsTheSumOfEach) {
  const Index n = 10'000;
  const std::vector<double> x = normals(n, 5);
  const Eigen::ArrayXd sums = sums_over_blocks(n, 2, [&](Index first, Index rows, double* out) {
    out[0] = chunk_sum(x.data() + first, rows);
    out[1] = chunk_dot(x.data() + first, x.data() + first, rows);
  });
  EXPECT_EQ(sums(0), sum(x.data(), n));
  EXPECT_EQ(sums(1), dot(x.data(), x.data(), n));
}

}  // namespace
}  // namespace kolmo
