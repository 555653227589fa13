#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/energy_distance.hpp"

namespace kolmo {
namespace {

Points normals(Index n, Index d, std::uint32_t step, double shift = 0) {
  Points x(n, d);
  RandomStream(17, 1).normals(0, step, x);
  x += shift;
  return x;
}

double mean_distance_by_definition(const Points& x, const Points& y) {
  long double total = 0;
  for (Index i = 0; i < x.rows(); ++i)
    for (Index j = 0; j < y.rows(); ++j) total += (x.row(i) - y.row(j)).matrix().norm();
  return static_cast<double>(total / static_cast<long double>(x.rows() * y.rows()));
}

TEST(EnergyDistance, MeanDistancesAgreeWithTheDoubleLoop) {
  for (const Index d : {1, 2, 3, 5}) {
    for (const auto& [n, m] : {std::pair<Index, Index>{37, 53}, {1, 1}, {1500, 2100}}) {
      const Points x = normals(n, d, 1), y = normals(m, d, 2, 0.3);
      const double cross = mean_distance_by_definition(x, y), self = mean_distance_by_definition(x, x);
      EXPECT_NEAR(mean_distance(x, y), cross, 1e-13 * cross) << n << " " << m << " " << d;
      EXPECT_NEAR(mean_distance(x), self, 1e-13 * self) << n << " " << d;
    }
  }
}

TEST(EnergyDistance, OnTheLineIsTwiceTheIntegralOfTheSquaredDifferenceOfTheDistributionFunctions) {
  const Index n = 2500, m = 1700;
  const Points x = normals(n, 1, 3), y = normals(m, 1, 4, 0.2);
  std::vector<std::pair<double, double>> steps;
  for (Index i = 0; i < n; ++i) steps.emplace_back(x(i, 0), 1.0 / n);
  for (Index i = 0; i < m; ++i) steps.emplace_back(y(i, 0), -1.0 / m);
  std::sort(steps.begin(), steps.end());
  double integral = 0, difference = 0;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    difference += steps[i].second;
    integral += difference * difference * (steps[i + 1].first - steps[i].first);
  }
  EXPECT_NEAR(energy_distance(x, y), 2 * integral, 1e-13);
}

TEST(EnergyDistance, VanishesBetweenASetAndItselfInAnyOrder) {
  const Points x = normals(3000, 2, 5);
  const Points reversed = x.colwise().reverse();
  EXPECT_NEAR(energy_distance(x, reversed), 0, 1e-14);
}

TEST(EnergyDistance, OfTwoPointsInThePlane) {
  Points x(1, 2), y(1, 2);
  x << 0, 0;
  y << 3, 4;
  EXPECT_DOUBLE_EQ(energy_distance(x, y), 10);
}

TEST(EnergyDistance, HasTheSameBitsForAnyNumberOfThreads) {
  const int before = threads();
  const Points x = normals(5000, 2, 6), y = normals(3001, 2, 7);
  set_threads(1);
  const double cross = mean_distance(x, y), self = mean_distance(x);
  for (const int count : {2, 3, 7}) {
    set_threads(count);
    EXPECT_EQ(mean_distance(x, y), cross);
    EXPECT_EQ(mean_distance(x), self);
  }
  set_threads(before);
}

TEST(EnergyDistance, RefusesEmptySetsAndOtherDimensions) {
  EXPECT_THROW(mean_distance(Points(0, 2)), InvalidArgument);
  EXPECT_THROW(mean_distance(Points::Zero(3, 2), Points::Zero(3, 1)), InvalidArgument);
}

}  // namespace
}  // namespace kolmo
