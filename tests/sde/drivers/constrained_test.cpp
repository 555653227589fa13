// Steps on a sphere, the wall of a ball, and the chains that they make without sampling.

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/measure/sde/constrained_chains.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/sphere_diffusion.hpp"
#include "kolmo/sde/drivers/ball_wall.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/schemes/schemes.hpp"
#include "kolmo/sde/schemes/sphere_schemes.hpp"

namespace kolmo::sde {
namespace {

constexpr WallKind mirror = WallKind::reflecting_symmetrised, clip = WallKind::reflecting_projection;

double off_sphere(const SdeScheme& scheme, const process::Process& process, double radius, double t) {
  Points x = Points::Zero(100, process.dimension());
  x.col(0).setConstant(radius);
  const Simulation simulation{process, scheme, {{0, t}, {500}}, 100, RandomStream(4)};
  x = simulate_snapshots(simulation, x).back()[0];
  double worst = 0;
  for (Index i = 0; i < x.rows(); ++i)
    worst = std::max(worst, std::abs(x.row(i).matrix().norm() / radius - 1));
  return worst;
}

TEST(SphereSchemes, StayOnTheSphereInAnyUnit) {
  for (const SdeScheme* scheme : sphere_schemes())
    for (const double radius : {1.0, 2e-9, 3e8}) {
      const auto process = process::von_mises_fisher(4, radius, radius, 3);
      EXPECT_LT(off_sphere(*scheme, process, radius, 50), 1e-15 * 4) << scheme->claim().name;
    }
  // The same step of space does not.
  EXPECT_GT(off_sphere(scheme("euler_maruyama"), process::von_mises_fisher(4, 1, 1, 3), 1, 50), 0.01);
}

TEST(SphereSchemes, RefuseProcessesOfAllOfSpace) {
  for (const SdeScheme* scheme : sphere_schemes()) {
    EXPECT_FALSE(scheme->can_step(process::Brownian(1, 3)));
    EXPECT_TRUE(scheme->can_step(process::von_mises_fisher(3, 1, 1, 0)));
  }
}

TEST(SphereSchemes, AGeodesicStepWithoutNoiseOrDriftIsNone) {
  const process::SphereDiffusion process(3, 2, 1);
  Points x(1, 3), z = Points::Zero(1, 3);
  x << 2, 0, 0;
  Workspace workspace(3, sphere_schemes()[1]->workspace_blocks(process));
  Increment none{Block(z)};
  sphere_schemes()[1]->step(process, 0, 0.3, x, none, workspace);
  EXPECT_EQ(x(0, 0), 2);
  EXPECT_EQ(x(0, 1), 0);
}

Points walled(WallKind kind, Points x) {
  const process::Brownian plane(1, 2);
  const BallWall wall(Eigen::Array2d(1, -1), 2, kind);
  Walls::Scratch scratch(x.rows(), 2);
  wall.apply(plane, {0, 0.01, 0, 0, 0, RandomStream(1)}, x, x, scratch);
  return x;
}

// Centre (1, −1), R = 2: at distance 3 along an axis, 5 (once across) and 7, which is at −1 again.
TEST(BallWall, ReflectsAlongItsNormalAsOftenAsNeeded) {
  Points x(5, 2), mirrored(5, 2), clipped(5, 2);
  x << 1.5, 0, 4, -1, 1, 4, -6, -1, 1, -3;
  mirrored << 1.5, 0, 2, -1, 1, -2, 2, -1, 1, -3;
  clipped << 1.5, 0, 3, -1, 1, 1, -1, -1, 1, -3;
  EXPECT_LT((walled(mirror, x) - mirrored).abs().maxCoeff(), 1e-14);
  EXPECT_LT((walled(clip, x) - clipped).abs().maxCoeff(), 1e-14);
}

TEST(BallWall, RefusesWhatIsNoBall) {
  EXPECT_THROW(BallWall(Eigen::ArrayXd(0), 1, mirror), InvalidArgument);
  EXPECT_THROW(BallWall(Eigen::Array2d(0, 0), 0, mirror), InvalidArgument);
  EXPECT_THROW(BallWall(Eigen::Array2d(0, 0), 1, WallKind::absorbing), InvalidArgument);
}

// Mirrors are exact for Brownian motion: every cosine is an eigenfunction of the step.
TEST(ConstrainedChains, OfMirrorsAreExact) {
  const process::Brownian line(2e-3, 1);
  const double length = 5e-3, h = 0.4;
  const Walls walls({{0, 1, 1 + length, mirror}});
  const auto chain = measure::interval_chain(scheme("euler_maruyama"), line, walls, 1, 1 + length, h);
  for (const double k : {1.0, 2.0, 5.0}) {
    const double rate = 0.5 * std::pow(k * std::numbers::pi * 2e-3 / length, 2);
    const Eigen::VectorXd phi = (k * std::numbers::pi * (chain.nodes() - 1) / length).cos().matrix();
    EXPECT_LT((chain.expectation(phi, 3) - std::exp(-3 * rate * h) * phi).cwiseAbs().maxCoeff(), 1e-12) << k;
  }
}

// Half a step's mass is on the wall where a path begins there.
TEST(ConstrainedChains, OfClippingHaveMassOnTheWalls) {
  const process::Brownian line(1, 1);
  const Walls walls({{0, 0, 1, clip}});
  auto chain = measure::interval_chain(scheme("euler_maruyama"), line, walls, 0, 1, 1e-3);
  EXPECT_LT(chain.normalise(), 1e-13);
  EXPECT_NEAR(chain.expectation(chain.nodes().matrix(), 1, 0.0), std::sqrt(1e-3 / (2 * std::numbers::pi)),
              1e-12);
}

TEST(ConstrainedChains, AreThoseOfSampledSteps) {
  const auto process = process::von_mises_fisher(4, 2, 1.5, 2);
  const Index n = 100000;
  Points x = Points::Zero(n, 4);
  x.col(0).setConstant(-2);
  for (const SdeScheme* scheme : sphere_schemes()) {
    const auto chain = measure::sphere_chain(*scheme, process, 2, 0.1);
    const Simulation simulation{process, *scheme, {{0, 1}, {10}}, n, RandomStream(5)};
    const Eigen::ArrayXd cosine = simulate_snapshots(simulation, x).back()[0].col(0) / 2;
    const Estimate sampled = mean_estimate(cosine.data(), n);
    EXPECT_NEAR(chain.expectation(chain.nodes().matrix(), 10, -1.0), sampled.value,
                5 * sampled.standard_error)
        << scheme->claim().name;
  }
}

TEST(ConstrainedChains, OfABallKeepTheUniformLaw) {
  for (const Index d : {2, 3}) {
    const BallWall wall(Eigen::ArrayXd::Zero(d), 3, mirror);
    const auto chain = measure::ball_chain(scheme("euler_maruyama"), process::Brownian(1, d), wall, 3, 1e-3);
    // The first order of the mirror's error: 6e−4 at this step, and none of the quadrature's.
    EXPECT_NEAR(chain.stationary_expectation(chain.nodes().matrix()),
                static_cast<double>(d) / static_cast<double>(d + 2), 2e-4);
  }
}

}  // namespace
}  // namespace kolmo::sde
