// The Brownian path of a particle, on request.

#include "kolmo/sde/drivers/wiener_path.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/density/potentials.hpp"
#include "kolmo/process/equations/geometric_brownian_motion.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/underdamped_langevin.hpp"
#include "kolmo/process/equations/variance_preserving.hpp"

namespace kolmo::sde {
namespace {

const Schedule schedule{{0, 0.5, 2}, {4, 8}};

// dX = dW: the path itself, at every level; sums of 12 terms of order 1 in another order.
TEST(WienerPath, IsWhatDrivesEveryLevel) {
  const process::Brownian process(1, 2);
  Simulation simulation{process, scheme("euler_maruyama"), schedule, 40, RandomStream(5), 3};
  for (const bool mirrored : {false, true}) {
    simulation.mirrored = mirrored;
    const Snapshots seen = simulate_snapshots(simulation, Points::Zero(40, 2));
    for (const Index particle : {0, 17, 39}) {
      const Points w = wiener_path(simulation, particle);
      ASSERT_EQ(w.rows(), 13);
      for (std::size_t level = 0; level < 3; ++level) {
        EXPECT_LT((seen[1][level].row(particle) - w.row(4)).abs().maxCoeff(), 1e-14) << particle;
        EXPECT_LT((seen[2][level].row(particle) - w.row(12)).abs().maxCoeff(), 1e-14) << particle;
      }
    }
  }
}

// X = exp(μt − σ²t/2 + σW): Milstein on 512 steps is within its order, 0.8² h √t, of it, here five times
// that.
TEST(WienerPath, GivesTheExactSolutionOfGeometricBrownianMotion) {
  const process::GeometricBrownianMotion process(0.5, 0.8);
  const Simulation simulation{process, scheme("milstein"), {{0, 1}, {512}}, 20, RandomStream(5)};
  const Points seen = simulate_snapshots(simulation, Points::Ones(20, 1)).back()[0];
  for (Index i = 0; i < 20; ++i) {
    const double exact = std::exp(0.5 - 0.32 + 0.8 * wiener_path(simulation, i)(512, 0));
    EXPECT_NEAR(seen(i, 0) / exact, 1, 5 * 0.64 / 512) << i;
  }
}

TEST(WienerPath, IsRefusedWhereStepsSeeAnotherIntegral) {
  const process::VariancePreserving changing(0.1, 20, 1, 1);
  const Schedule unit{{0, 1}, {8}};
  const auto path = [&](const process::Process& process, const char* name, Index particle) {
    return wiener_path({process, scheme(name), unit, 4, RandomStream(5)}, particle);
  };
  EXPECT_THROW(path(changing, "euler_maruyama", 0), InvalidArgument);
  EXPECT_NO_THROW(path(changing, "sra1", 0));
  const auto well = std::make_shared<density::QuadraticPotential>(1.0, Eigen::VectorXd::Zero(1));
  const process::UnderdampedLangevin kinetic(well, 1, 1);
  EXPECT_THROW(path(kinetic, "baoab", 0), InvalidArgument);
  EXPECT_NO_THROW(path(kinetic, "sra1", 3));
  EXPECT_THROW(path(kinetic, "sra1", 4), InvalidArgument);
  EXPECT_THROW(path(kinetic, "platen", 0), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::sde
