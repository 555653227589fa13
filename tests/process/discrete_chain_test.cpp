// The chains of DDPM and NCSN: closed laws, samplers, limits.

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/process/equations/ddpm_chain.hpp"
#include "kolmo/process/equations/ncsn_ladder.hpp"
#include "kolmo/process/equations/variance_exploding.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"

namespace {

using kolmo::Index;
using kolmo::InvalidArgument;
using kolmo::Points;
using kolmo::RandomStream;
using namespace kolmo::process;

const std::vector<SchedulePoint> points = {SchedulePoint::left, SchedulePoint::midpoint, SchedulePoint::right,
                                           SchedulePoint::endpoints};

// β(t) = 0.1 + 10 t, N steps, left points: data/reference of this project (k_misc.json, ddpm_to_sde), 16
// digits. The chain sums log(1 − β) with compensation, the reference multiplies: N roundings of 1e−16 each.
TEST(DdpmChain, HasTheReferenceMeanFactorsAndVariances) {
  struct Row {
    Index steps;
    double scale, variance;
  };
  const std::vector<Row> rows = {
      {10, 0.01638717513307632, 0.9997314604911579},   {50, 0.06817863484229267, 0.9953516737510413},
      {100, 0.07323273836895923, 0.9946369660309836},  {500, 0.07712748568350085, 0.9940513509521414},
      {1000, 0.07760552746865892, 0.9939773821063113}, {4000, 0.07796280896067445, 0.9939218004189614}};
  const LinearSchedule schedule(0.1, 10.1, 1.0);
  for (const Row& row : rows) {
    const Kernel kernel = DdpmChain(schedule, row.steps, SchedulePoint::left, 1).kernel(0, row.steps);
    EXPECT_NEAR(kernel.scale / row.scale, 1, 1e-15 + 1e-16 * static_cast<double>(row.steps)) << row.steps;
    EXPECT_NEAR(kernel.variance, row.variance, 1e-15 + 1e-16 * static_cast<double>(row.steps)) << row.steps;
  }
}

// x_i = √(1 − β) x_{i−1} + √β z moves mean and variance by a ← √(1 − β) a, v ← (1 − β) v + β: 70 steps of two
// roundings each; the kernel of one step is a difference of sums of log(1 − β) up to 25, each right to 4e−15.
TEST(DdpmChain, KernelIsTheProductOfItsSteps) {
  const LinearSchedule schedule(0.1, 20.0, 2.0);
  for (const SchedulePoint point : points) {
    const DdpmChain chain(schedule, 120, point, 3);
    double scale = 1, variance = 0;
    for (Index i = 31; i <= 100; ++i) {
      const Kernel one = chain.kernel(i - 1, i);
      EXPECT_NEAR(one.scale, std::sqrt(1 - chain.beta(i)), 1e-14);
      EXPECT_NEAR(one.variance, chain.beta(i), 1e-14);
      scale *= std::sqrt(1 - chain.beta(i));
      variance = (1 - chain.beta(i)) * variance + chain.beta(i);
    }
    const Kernel whole = chain.kernel(30, 100);
    EXPECT_NEAR(whole.scale / scale, 1, 1e-13);
    EXPECT_NEAR(whole.variance, variance, 1e-14);
    EXPECT_NEAR(whole.scale * whole.scale + whole.variance, 1, 4e-16);  // N(0, 1) stays what it is
    EXPECT_EQ(whole.centre.size(), 3);
    EXPECT_EQ(chain.kernel(7, 7).scale, 1);
    EXPECT_EQ(chain.kernel(7, 7).variance, 0);
    EXPECT_EQ(chain.time(120), 2.0);
  }
}

TEST(DdpmChain, ReadsTheScheduleWhereItSays) {
  const LinearSchedule schedule(1.0, 21.0, 2.0);  // β(t) = 1 + 10 t, Δ = 0.02
  const auto beta = [&](SchedulePoint point, Index i) { return DdpmChain(schedule, 100, point, 1).beta(i); };
  EXPECT_NEAR(beta(SchedulePoint::left, 1), 0.02, 1e-16);
  EXPECT_NEAR(beta(SchedulePoint::midpoint, 1), 0.022, 1e-16);
  EXPECT_NEAR(beta(SchedulePoint::right, 1), 0.024, 1e-16);
  EXPECT_NEAR(beta(SchedulePoint::endpoints, 1), 0.02, 1e-16);
  EXPECT_NEAR(beta(SchedulePoint::left, 100), 0.416, 1e-15);
  EXPECT_NEAR(beta(SchedulePoint::right, 100), 0.42, 1e-15);
  EXPECT_NEAR(beta(SchedulePoint::endpoints, 100), 0.42, 1e-15);
}

// 200 000 points in the plane, from x₀ = (2, −1): mean and covariance within 5 standard errors of the
// kernel's. Noise of variance β² (the root forgotten) or off by 2 % is 20 errors away.
TEST(DdpmChain, SamplesHaveTheLawOfTheKernel) {
  const DdpmChain chain(LinearSchedule(0.1, 20.0, 1.0), 50, SchedulePoint::right, 2);
  const Index n = 200000;
  Points x(n, 2);
  kolmo::for_each_block(n, [&](Index, Index first, Index rows) {
    x.col(0).segment(first, rows).setConstant(2);
    x.col(1).segment(first, rows).setConstant(-1);
    chain.advance(RandomStream(4, 9), 0, 10, first, x.middleRows(first, rows));
    chain.advance(RandomStream(4, 9), 10, 20, first, x.middleRows(first, rows));
  });
  const kolmo::EnsembleMoments moments = kolmo::ensemble_moments(x);
  const Kernel kernel = chain.kernel(0, 20);
  for (Index j = 0; j < 2; ++j) {
    EXPECT_NEAR(moments.mean(j), kernel.scale * (j == 0 ? 2 : -1), 5 * moments.mean_error(j));
    EXPECT_NEAR(moments.covariance(j, j), kernel.variance, 5 * moments.covariance_error(j, j));
  }
  EXPECT_NEAR(moments.covariance(0, 1), 0, 5 * moments.covariance_error(0, 1));
  EXPECT_LT(5 * moments.covariance_error(0, 0), 0.02 * kernel.variance);
}

TEST(DdpmChain, NeedsMoreStepsThanItsLargestRate) {
  const LinearSchedule schedule(0.1, 20.0, 1.0);
  EXPECT_THROW(DdpmChain(schedule, 20, SchedulePoint::right, 1), InvalidArgument);
  EXPECT_NO_THROW(DdpmChain(schedule, 21, SchedulePoint::right, 1));
  EXPECT_NO_THROW(DdpmChain(schedule, 20, SchedulePoint::left, 1));
  try {
    DdpmChain(schedule, 10, SchedulePoint::right, 1);
    FAIL();
  } catch (const InvalidArgument& error) {
    EXPECT_NE(std::string(error.what()).find("beta of step 5 = 1.005"), std::string::npos) << error.what();
  }
  EXPECT_THROW(DdpmChain(schedule, 0, SchedulePoint::right, 1), InvalidArgument);
  EXPECT_THROW(DdpmChain(schedule, 1, SchedulePoint::endpoints, 1), InvalidArgument);
  EXPECT_THROW(DdpmChain(schedule, 100, SchedulePoint::right, 0), InvalidArgument);
  const DdpmChain chain(schedule, 100, SchedulePoint::right, 1);
  EXPECT_THROW(chain.kernel(-1, 2), InvalidArgument);
  EXPECT_THROW(chain.kernel(3, 2), InvalidArgument);
  EXPECT_THROW(chain.kernel(0, 101), InvalidArgument);
}

// Both are σ²(t_j) − σ²(t_i) by different groupings of the exponent 2 ln(σ_max/σ_min) t ≤ 17: 40 roundings.
TEST(NcsnLadder, HasTheVarianceOfTheProcessAtItsNodes) {
  const VarianceExploding process(0.01, 50.0, 2.0, 2);
  for (const Index steps : {1, 10, 232, 1000}) {
    const NcsnLadder ladder(0.01, 50.0, 2.0, steps, 2);
    for (Index i = 0; i <= steps; i += 1 + steps / 7) {
      const Index middle = i / 2;
      const Kernel exact = *exact_kernel(process, ladder.time(middle), ladder.time(i));
      EXPECT_NEAR(ladder.kernel(middle, i).variance, exact.variance, 1e-14 * (exact.variance + 1e-4));
      EXPECT_EQ(ladder.kernel(middle, i).scale, 1);
    }
    EXPECT_NEAR(ladder.sigma(steps), 50, 1e-13);
    EXPECT_EQ(ladder.sigma(0), 0.01);
  }
}

TEST(NcsnLadder, SamplesHaveTheLawOfTheKernel) {
  const NcsnLadder ladder(0.1, 10.0, 1.0, 8, 1);
  const Index n = 200000;
  Points x = Points::Constant(n, 1, 3);
  kolmo::for_each_block(n, [&](Index, Index first, Index rows) {
    ladder.advance(RandomStream(4, 10), 0, 6, first, x.middleRows(first, rows));
  });
  const kolmo::EnsembleMoments moments = kolmo::ensemble_moments(x);
  EXPECT_NEAR(moments.mean(0), 3, 5 * moments.mean_error(0));
  EXPECT_NEAR(moments.covariance(0, 0), ladder.kernel(0, 6).variance, 5 * moments.covariance_error(0, 0));
  EXPECT_LT(5 * moments.covariance_error(0, 0), 0.02 * ladder.kernel(0, 6).variance);
}

TEST(NcsnLadder, ValidatesItsArguments) {
  EXPECT_THROW(NcsnLadder(0, 50, 1, 10, 1), InvalidArgument);
  EXPECT_THROW(NcsnLadder(1, 1, 1, 10, 1), InvalidArgument);
  EXPECT_THROW(NcsnLadder(0.01, 50, 0, 10, 1), InvalidArgument);
  EXPECT_THROW(NcsnLadder(0.01, 50, 1, 0, 1), InvalidArgument);
  EXPECT_THROW(NcsnLadder(0.01, 50, 1, 10, 0), InvalidArgument);
  EXPECT_THROW(NcsnLadder(0.01, 50, 1, 10, 1).kernel(5, 4), InvalidArgument);
}

}  // namespace
