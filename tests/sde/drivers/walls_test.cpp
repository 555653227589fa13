#include "kolmo/sde/drivers/walls.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <vector>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/density/potentials.hpp"
#include "kolmo/process/equations/linear_process.hpp"
#include "kolmo/process/equations/ornstein_uhlenbeck.hpp"
#include "kolmo/process/equations/underdamped_langevin.hpp"
#include "kolmo/sde/drivers/simulate.hpp"
#include "sde/drivers/simulations.hpp"
#include "sde/test_processes.hpp"

namespace kolmo::sde {
namespace {

constexpr double z = 6;  ///< standard errors: false alarm 2e−9
constexpr double infinity = std::numeric_limits<double>::infinity();

const process::Brownian line(1, 1), plane(1, 2);

/// One call of `apply` on points of the line.
Points applied(WallKind kind, double lower, double upper, const Points& before, Points x) {
  const Walls walls({{0, lower, upper, kind}});
  Walls::Scratch scratch(x.rows(), 1);
  walls.apply(line, {0, 0.01, 0, 0, 0, RandomStream(1, 2)}, before, x, scratch);
  return x;
}

Points column(std::initializer_list<double> numbers) {
  Points x(static_cast<Index>(numbers.size()), 1);
  std::copy(numbers.begin(), numbers.end(), x.data());
  return x;
}

TEST(Walls, ProjectOntoThemselves) {
  const Points x = column({-0.5, 0.25, 1, 3.7});
  EXPECT_TRUE((applied(WallKind::reflecting_projection, 0, 1, x, x) == column({0, 0.25, 1, 1})).all());
  EXPECT_TRUE(
      (applied(WallKind::reflecting_projection, -infinity, 1, x, x) == column({-0.5, 0.25, 1, 1})).all());
}

TEST(Walls, MirrorAsOftenAsNeeded) {
  const Points x = column({-0.5, 0.25, 1.25, 2.25, -1.25, 7.75, -6.5});
  const Points mirrored = applied(WallKind::reflecting_symmetrised, 0, 1, x, x);
  EXPECT_LT((mirrored - column({0.5, 0.25, 0.75, 0.25, 0.75, 0.25, 0.5})).abs().maxCoeff(), 1e-15);
  EXPECT_TRUE((applied(WallKind::reflecting_symmetrised, 0, infinity, x, x) == x.abs()).all());
}

TEST(Walls, AbsorbForGood) {
  const Points before = column({0.5, 0.5, 1, -1, 0});
  const Points x = applied(WallKind::absorbing, -1, 1, before, column({1.2, 0.6, 0.3, -0.2, -1.5}));
  EXPECT_TRUE((x == column({1, 0.6, 1, -1, -1})).all());
  const Points bridged =
      applied(WallKind::absorbing_bridge, -1, 1, before, column({1.2, 0.6, 0.3, -0.2, -1.5}));
  EXPECT_TRUE((bridged == x).all());
}

TEST(Walls, StopAnAbsorbedPathInEveryCoordinate) {
  const Walls walls({{1, -1, 1, WallKind::absorbing_bridge}});
  const Schedule schedule{{0, 1, 2}, {64, 64}};
  Simulation simulation{plane, scheme("euler_maruyama"), schedule, 2000, RandomStream(1, 1)};
  simulation.walls = &walls;
  const Snapshots snapshots = simulate_snapshots(simulation, Points(Points::Zero(2000, 2)));
  const Points &at_1 = snapshots[1][0], &at_2 = snapshots[2][0];
  Index ended = 0;
  for (Index i = 0; i < 2000; ++i) {
    ASSERT_LE(std::abs(at_1(i, 1)), 1);
    if (std::abs(at_1(i, 1)) < 1) continue;
    ++ended;
    ASSERT_EQ(at_1(i, 0), at_2(i, 0));
    ASSERT_EQ(at_1(i, 1), at_2(i, 1));
  }
  EXPECT_GT(ended, 1000);
}

// A path that has ended on x = 1 stands 0.05 off the wall of y: the bridge of a step that it does not take
// would move it with probability e^{−2·0.05²/0.01} = 0.61.
TEST(Walls, LeaveAnEndedPathAloneWhateverTheOrderOfIntervals) {
  const WalledInterval across{0, -1, 1, WallKind::absorbing_bridge},
      along{1, 0, infinity, WallKind::absorbing_bridge};
  const WalledStep step{0, 0.01, 0, 0, 0, RandomStream(1, 2)};
  const Index n = 1000;
  Points before(2 * n, 2), x(2 * n, 2);
  before.topRows(n) = Eigen::RowVector2d(1, 0.05).replicate(n, 1).array();
  before.bottomRows(n) = Eigen::RowVector2d(0.97, 0.05).replicate(n, 1).array();
  x.topRows(n) = Eigen::RowVector2d(0.9, 0.1).replicate(n, 1).array();
  x.bottomRows(n) = Eigen::RowVector2d(0.96, 0.06).replicate(n, 1).array();
  Points results[2] = {x, x};
  for (const bool reversed : {false, true}) {
    const Walls walls(reversed ? std::vector{along, across} : std::vector{across, along});
    Walls::Scratch scratch(2 * n, 2);
    walls.apply(plane, step, before, results[reversed], scratch);
    EXPECT_TRUE((results[reversed].topRows(n) == before.topRows(n)).all()) << reversed;
  }
  EXPECT_TRUE((results[0] == results[1]).all());
  EXPECT_FALSE((results[0].bottomRows(n) == x.bottomRows(n)).all());
}

// (q, p) → (2w − q, −p), as often as there are walls on the way; momenta stay where the position does.
TEST(Walls, TurnTheMomentumOfLangevinDynamicsWithThePosition) {
  const process::UnderdampedLangevin kinetic(
      std::make_shared<density::QuadraticPotential>(1.0, Eigen::VectorXd::Zero(1)), 1, 1);
  Points x(4, 2);
  x << -0.5, -1, 0.25, -2, 1.5, 3, 2.25, 5;
  Points before = Points::Constant(4, 2, 0.5), expected(4, 2);
  expected << 0.5, 1, 0.25, -2, 0.5, -3, 0.25, 5;
  Walls::Scratch scratch(4, 2);
  const WalledStep step{0, 0.01, 0, 0, 0, RandomStream(1, 2)};
  Points mirrored = x, projected = x;
  Walls({{0, 0, 1, WallKind::reflecting_symmetrised}}).apply(kinetic, step, before, mirrored, scratch);
  EXPECT_TRUE((mirrored == expected).all()) << mirrored;
  expected << 0, 1, 0.25, -2, 1, -3, 1, -5;
  Walls({{0, 0, 1, WallKind::reflecting_projection}}).apply(kinetic, step, before, projected, scratch);
  EXPECT_TRUE((projected == expected).all()) << projected;
}

// V = ½q², T = 1 and a wall at 0: (q, p) → (−q, −p) commutes with BAOAB, so that the law is that of (|q|, p
// sign q) of the whole line: ⟨q⟩ = √(2/π), ⟨q²⟩ = 1, ⟨p⟩ = 0 for every h. A wall that leaves p is at 0.39,
// 0.45, −0.38.
TEST(Walls, KeepTheStationaryLawOfLangevinDynamics) {
  const process::UnderdampedLangevin kinetic(
      std::make_shared<density::QuadraticPotential>(1.0, Eigen::VectorXd::Zero(1)), 1, 1);
  const Walls walls({{0, 0, infinity, WallKind::reflecting_symmetrised}});
  const Index n = 40000;
  const RandomStream stream(12, 1);
  for (const Index steps : {16, 64}) {
    Simulation simulation{kinetic, scheme("baoab"), {{0, 8}, {steps}}, n, stream};
    simulation.walls = &walls;
    const Points x = simulate_snapshots(simulation, [&](Index first, Block out) {
                       start_of(stream).normals(first, 0, out);
                       out.col(0) = out.col(0).abs();
                     }).back()[0];
    const double root = std::sqrt(static_cast<double>(n));
    EXPECT_NEAR(x.col(0).mean(), std::sqrt(2 / std::numbers::pi), z * 0.603 / root) << steps;
    EXPECT_NEAR(x.col(0).square().mean(), 1, z * std::sqrt(2.0) / root) << steps;
    EXPECT_NEAR(x.col(1).mean(), 0, z / root) << steps;
  }
}

// P(τ > 1) = 0.370777 for Brownian motion from 0 out of (−1, 1), at h = 2⁻⁴ on both levels and their own
// bridges.
TEST(Walls, WithBridgesKeepTheSurvivalOfBrownianMotion) {
  const Walls walls({{0, -1, 1, WallKind::absorbing_bridge}});
  const Schedule schedule{{0, 1}, {16}};
  const Index n = 50000;
  Simulation simulation{line, scheme("euler_maruyama"), schedule, n, RandomStream(2, 1), 2};
  simulation.walls = &walls;
  const Snapshots snapshots = simulate_snapshots(simulation, Points(Points::Zero(n, 1)));
  for (const Points& x : snapshots.back()) {
    const double inside = static_cast<double>((x.abs() < 1).count()) / static_cast<double>(n);
    EXPECT_NEAR(inside, 0.3707770, z * std::sqrt(0.371 * 0.629 / static_cast<double>(n)));
  }
}

// The bridge of a coordinate that several Brownian motions drive has the variance Σ_k G_jk² h: Y = 0.8 W₁ +
// 0.6 W₂ is a Brownian motion, whose survival below 1 until t = 1 is erf(1/√2), in a single step too.
TEST(Walls, WithBridgesTakeTheWholeNoiseOfACoordinate) {
  Eigen::MatrixXd g(2, 2);
  g << 1, 0, 0.8, 0.6;
  const process::LinearProcess correlated(Eigen::MatrixXd::Zero(2, 2), Eigen::VectorXd::Zero(2), g);
  const Walls walls({{1, -infinity, 1, WallKind::absorbing_bridge}});
  const Index n = 40000;
  for (const Index steps : {1, 4}) {
    const Schedule schedule{{0, 1}, {steps}};
    Simulation simulation{correlated, scheme("euler_maruyama"), schedule, n, RandomStream(2, 7)};
    simulation.walls = &walls;
    const Points x = simulate_snapshots(simulation, Points(Points::Zero(n, 2))).back()[0];
    const double inside = static_cast<double>((x.col(1) < 1).count()) / static_cast<double>(n);
    EXPECT_NEAR(inside, std::erf(std::sqrt(0.5)), z * std::sqrt(0.683 * 0.317 / static_cast<double>(n)))
        << steps;
  }
}

// A mirror at 0 and an absorbing wall at 1: P(τ > 0.3) from 0.3 is Σ 2 (−1)^k/q cos(0.3 q) e^{−0.15 q²}, q =
// (k + ½)π.
TEST(Walls, OfTwoKindsMayStandAtTheTwoSidesOfACoordinate) {
  double survival = 0;
  for (int k = 0; k < 20; ++k) {
    const double q = (k + 0.5) * std::numbers::pi;
    survival += (k % 2 == 0 ? 2 : -2) / q * std::cos(0.3 * q) * std::exp(-0.15 * q * q);
  }
  const Walls walls(
      {{0, 0, infinity, WallKind::reflecting_symmetrised}, {0, -infinity, 1, WallKind::absorbing_bridge}});
  const Index n = 40000;
  const Schedule schedule{{0, 0.3}, {64}};
  Simulation simulation{line, scheme("euler_maruyama"), schedule, n, RandomStream(2, 8)};
  simulation.walls = &walls;
  const Points x = simulate_snapshots(simulation, Points(Points::Constant(n, 1, 0.3))).back()[0];
  EXPECT_TRUE((x >= 0 && x <= 1).all());
  const double inside = static_cast<double>((x < 1).count()) / static_cast<double>(n);
  EXPECT_NEAR(inside, survival, z * std::sqrt(survival * (1 - survival) / static_cast<double>(n)));
}

// |W| is the reflected Brownian motion: E X = √(2/π), E X² = 1 at t = 1 at every step size; projected, E X is
// 0.5826√h too small but for O(h).
TEST(Walls, MirroredBrownianMotionHasItsLawAtEveryStep) {
  const Index n = 100000;
  const Schedule schedule{{0, 1}, {16}};
  for (const WallKind kind : {WallKind::reflecting_symmetrised, WallKind::reflecting_projection}) {
    const Walls walls({{0, 0, infinity, kind}});
    Simulation simulation{line, scheme("euler_maruyama"), schedule, n, RandomStream(2, 1), 3};
    simulation.walls = &walls;
    const Snapshots snapshots = simulate_snapshots(simulation, Points(Points::Zero(n, 1)));
    for (int level = 0; level < 3; ++level) {
      const Points& x = snapshots.back()[static_cast<std::size_t>(level)];
      const Estimate mean = mean_estimate(x.data(), n);
      const double h = std::ldexp(1.0, level) / 16;
      const bool mirrors = kind == WallKind::reflecting_symmetrised;
      const double expected = std::sqrt(2 / M_PI) - (mirrors ? 0 : 0.5826 * std::sqrt(h));
      EXPECT_NEAR(mean.value, expected, z * mean.standard_error + (mirrors ? 0 : 0.3 * h)) << level;
      EXPECT_GE(x.minCoeff(), 0);
    }
  }
}

TEST(Walls, GiveTheSameBitsForEveryNumberOfThreads) {
  const Walls walls(
      {{0, -1, 1, WallKind::absorbing_bridge}, {1, -0.5, 0.5, WallKind::reflecting_symmetrised}});
  Simulation simulation{plane, scheme("drift_heun"), test::two_intervals, 5003, RandomStream(5, 1), 3};
  simulation.walls = &walls;
  const Points start = Points::Zero(5003, 2);
  const test::Threads one(1);
  const Snapshots expected = simulate_snapshots(simulation, start);
  const test::Threads many(5);
  const Snapshots observed = simulate_snapshots(simulation, start);
  for (std::size_t level = 0; level < 3; ++level) {
    EXPECT_TRUE(test::same_bits(expected.back()[level], observed.back()[level]));
  }
}

TEST(Walls, RefuseWhatIsNoInterval) {
  const auto kind = WallKind::absorbing;
  EXPECT_THROW(Walls({{0, 1, 0, kind}}), InvalidArgument);
  EXPECT_THROW(Walls({{0, NAN, 0, kind}}), InvalidArgument);
  EXPECT_THROW(Walls({{0, -infinity, infinity, kind}}), InvalidArgument);
  EXPECT_THROW(Walls({{0, 0, 1, kind}, {0, 0, 2, kind}}), InvalidArgument);
  EXPECT_THROW(Walls({{0, 0, infinity, kind}, {0, -1, infinity, kind}}), InvalidArgument);
  EXPECT_THROW(Walls({{1, 0, 1, kind}}).validate(line), InvalidArgument);
  EXPECT_THROW(wall_kind("mirror"), InvalidArgument);
  for (const WallKind each : wall_kinds()) EXPECT_EQ(wall_kind(claim(each).name), each);
}

}  // namespace
}  // namespace kolmo::sde
