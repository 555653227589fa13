#include "kolmo/density/kernel_estimate.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/simd/sum.hpp"

namespace kolmo::density {
namespace {

// One point in the middle of the plane: the kernel itself, of mass 1 and variance b² along either axis.
TEST(KernelEstimate, OfOnePointIsTheKernel) {
  const Grid grid({{-5, 5, 201}, {-4, 4, 161}});
  const Eigen::ArrayXd p = kernel_estimate(Points::Zero(1, 2), grid, 0.4);
  const Points x = grid.centres();
  EXPECT_NEAR(sum(p.data(), p.size()) * grid.cell_volume(), 1, 1e-12);
  for (const Index k : {0, 1}) {
    // Cut at five bandwidths: 1e−5 of the variance.
    EXPECT_NEAR((p * x.col(k).square()).sum() * grid.cell_volume(), 0.16, 1e-5);
  }
  EXPECT_EQ(kernel_estimate(Points::Constant(1, 2, 9), grid, 0.4).maxCoeff(), 0);
}

// (4/3)^{1/5} s n^{−1/5} on the line.
TEST(KernelEstimate, TheBandwidthIsSilvermans) {
  EXPECT_NEAR(silverman_bandwidth(1, 2.0, 1000), 2 * 1.0592238 * std::pow(1000.0, -0.2), 1e-7);
}

}  // namespace
}  // namespace kolmo::density
