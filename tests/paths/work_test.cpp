// Work on harmonic wells in closed form, and free energies from works of a known law.

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/paths/free_energy.hpp"
#include "kolmo/paths/gaussian_work.hpp"

namespace kolmo::paths {
namespace {

HarmonicSwitching switching(std::vector<HarmonicWell> wells, double h) { return {std::move(wells), h}; }

TEST(GaussianWork, OneJumpIsAGaussianIntegral) {
  // x ~ N(0, 1), W = ½·3 x² − 0.2 x + …: E e^{−qW} of ½·4 (x − ½)² − ½ x².
  const HarmonicSwitching one = switching({{1, 0}, {4, 0.5}}, 0.3);
  for (const double q : {0.5, 1.0, 2.0}) {
    const double a = 1 + 3 * q, b = 2 * q, c = -0.5 * q;
    EXPECT_NEAR(exponential_work_moment(one, q), std::exp(c + 0.5 * b * b / a) / std::sqrt(a), 1e-14) << q;
  }
  EXPECT_NEAR(exponential_work_moment(one), 0.5, 1e-14);
  EXPECT_TRUE(std::isinf(exponential_work_moment(switching({{4, 0}, {1, 0}}, 1), 2)));
}

TEST(GaussianWork, IsTheSameInAnyUnitOfLength) {
  const HarmonicSwitching metres = switching({{1, 0}, {2, 0.5}, {4, 1}}, 0.1);
  const HarmonicSwitching nano =
      switching({{0x1p60, 0}, {0x1p61, 0x1p-31}, {0x1p62, 0x1p-30}}, 0.1 * 0x1p-60);
  EXPECT_NEAR(exponential_work_moment(metres, 0.7), exponential_work_moment(nano, 0.7), 1e-14);
}

TEST(GaussianWork, MeanAndVarianceAreThoseOfTheMoments) {
  HarmonicSwitching there = switching({{2, 0}, {2, 0.4}, {2, 0.5}, {2, 1.1}}, 0.35);
  const NormalWork work = normal_work(there);
  for (const double q : {-1.0, 0.3, 2.0})
    EXPECT_NEAR(std::log(exponential_work_moment(there, q)), -q * work.mean + 0.5 * q * q * work.variance,
                1e-13);
  EXPECT_NEAR(work.mean, 0.5 * work.variance, 1e-14);  // Jarzynski
  there.wells.back().stiffness = 3;
  EXPECT_THROW(normal_work(there), InvalidArgument);
  EXPECT_THROW(exponential_work_moment(switching({{1, 0}}, 1)), InvalidArgument);
  EXPECT_THROW(exponential_work_moment(switching({{1, 0}, {-1, 0}}, 1)), InvalidArgument);
}

/// Works N(ΔF + s²/2, s²) forwards, N(−ΔF + s²/2, s²) backwards.
Eigen::ArrayXd normal_works(double free_energy, double s, Index n, std::uint64_t seed) {
  Points w(n, 1);
  RandomStream(seed).normals(0, 0, w);
  return free_energy + 0.5 * s * s + s * w.col(0);
}

TEST(FreeEnergy, BothEstimatesFindItAndBennettIsTheBetterOne) {
  constexpr double exact = 0.7;
  double squares[2] = {0, 0}, claimed[2] = {0, 0};
  constexpr int repeats = 60;
  for (int r = 0; r < repeats; ++r) {
    const Eigen::ArrayXd there = normal_works(exact, 1.5, 2000, 10 + 2 * static_cast<std::uint64_t>(r)),
                         back = normal_works(-exact, 1.5, 500, 11 + 2 * static_cast<std::uint64_t>(r));
    const Estimate found[2] = {exponential_average(there), bennett_ratio(there, back)};
    for (int k = 0; k < 2; ++k) {
      squares[k] += (found[k].value - exact) * (found[k].value - exact) / repeats;
      claimed[k] += found[k].standard_error * found[k].standard_error / repeats;
    }
  }
  // The mean square of 60 errors is known to √(2/60) = 18 %; the average's own spread is heavy-tailed.
  EXPECT_NEAR(squares[1] / claimed[1], 1, 4 * 0.18);
  EXPECT_NEAR(squares[0] / claimed[0], 1, 1.5);
  EXPECT_LT(claimed[1], 0.8 * claimed[0]);
}

TEST(FreeEnergy, AShiftOfAllWorksShiftsIt) {
  const Eigen::ArrayXd there = normal_works(0, 1, 300, 1), back = normal_works(0, 1, 200, 2);
  const Estimate near = bennett_ratio(there, back), far = bennett_ratio(there + 1000, back - 1000);
  EXPECT_NEAR(far.value - near.value, 1000, 1e-9);
  EXPECT_NEAR(far.standard_error, near.standard_error, 1e-9);
  EXPECT_NEAR(exponential_average(there - 5000).value, exponential_average(there).value - 5000, 1e-9);
  EXPECT_THROW(bennett_ratio(there.head(1), back), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::paths
