// Short steps of a crowd on grids: against closed forms, and against back-and-forth, which cannot take them.

#include "kolmo/jko/crowd_flux_step.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::jko {
namespace {

double total(const Grid& grid, const Eigen::ArrayXd& rho) {
  return sum(rho.data(), rho.size()) * grid.cell_volume();
}

double l1(const Grid& grid, const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) {
  const Eigen::ArrayXd off = (a - b).abs();
  return total(grid, off);
}

/// Averages over cells of a function of the distance from 0 (8×8 points), of mass 1, in the unit of the grid.
Eigen::ArrayXd round(const Grid& grid, const std::function<double(double)>& shape) {
  const Points x = grid.centres();
  const double h = grid.axis(0).width();
  Eigen::ArrayXd rho = Eigen::ArrayXd::Zero(grid.cells());
  for (Index cell = 0; cell < grid.cells(); ++cell)
    for (int s = 0; s < 64; ++s)
      rho(cell) += shape(
          std::hypot(x(cell, 0) + h * ((s % 8 + 0.5) / 8 - 0.5), x(cell, 1) + h * ((s / 8 + 0.5) / 8 - 0.5)));
  return rho / total(grid, rho);
}

const double outer = std::sqrt(2 / std::numbers::pi), full = 1 / std::sqrt(std::numbers::pi);

/// A ball of density ½ in V = r²/2, which is a full one of area 1 at rest, on n² cells of [−1.5, 1.5]².
struct Ball {
  Grid grid;
  GridEnergy energy;
  Eigen::ArrayXd start, rest;
  explicit Ball(Index n, double unit = 1)
      : grid({{-1.5 * unit, 1.5 * unit, n}, {-1.5 * unit, 1.5 * unit, n}}) {
    const Points x = grid.centres();
    energy.internal =
        std::make_shared<CrowdEnergy>(1 / (unit * unit), 0.5 * full * unit * grid.axis(0).width());
    energy.potential = (x.col(0).square() + x.col(1).square()) / 2;
    start = round(grid, [&](double r) { return r < outer * unit ? 1.0 : 0.0; });
    rest = round(grid, [&](double r) { return r < full * unit ? 1.0 : 0.0; });
  }
};

/// The largest rise of the energy in 6 steps that move the crowd by a third of a cell, by `step`.
template <class Step, class Energy>
double largest_rise(const Ball& ball, Step&& step, Energy&& energy) {
  const double tau = 1 / (3 * cells_moved(ball.grid, ball.energy, ball.start, 1));
  Eigen::ArrayXd rho = ball.start;
  double before = energy(rho), rise = 0;
  for (int k = 0; k < 6; ++k) {
    step(tau, rho);
    const double now = energy(rho);
    rise = std::max(rise, now - before);
    before = now;
  }
  return rise;
}

// A minimiser has no more energy than what it was made from.
TEST(CrowdFluxStep, LosesEnergyInStepsOfAThirdOfACellWhereBackAndForthGains) {
  const Ball ball(32);
  CrowdFluxStep flux(ball.grid, ball.energy);
  EXPECT_LE(largest_rise(
                ball, [&](double tau, Eigen::ArrayXd& rho) { flux.step(tau, rho); },
                [&](const Eigen::ArrayXd& rho) { return flux.energy(rho); }),
            1e-14);
  GridJkoStep distance(ball.grid, ball.energy, {60, 1e-5});
  EXPECT_GT(largest_rise(
                ball, [&](double tau, Eigen::ArrayXd& rho) { distance.step(tau, rho); },
                [&](const Eigen::ArrayXd& rho) { return evaluate(ball.energy, ball.grid, rho); }),
            1e-3);
}

TEST(CrowdFluxStep, ComesToRestAsAFullBallAndKeepsMassAndCeiling) {
  double off[2];
  for (const int level : {0, 1}) {
    const Ball ball(level == 0 ? 32 : 64);
    CrowdFluxStep jko(ball.grid, ball.energy);
    Eigen::ArrayXd rho = ball.start;
    const int steps = level == 0 ? 60 : 120;
    for (int k = 0; k < steps; ++k) {
      const GridStepReport report = jko.step(0.6 / steps, rho);
      ASSERT_EQ(report.status, transport::Status::converged);
      ASSERT_LE(rho.maxCoeff(), 1);
      ASSERT_GE(rho.minCoeff(), 0);
    }
    EXPECT_NEAR(total(ball.grid, rho), 1, 1e-13);
    off[level] = l1(ball.grid, rho, ball.rest);
  }
  EXPECT_LT(off[1], 0.03);  // a cell's width of the edge, 2√π h, is 0.17 of mass; a seventh of it is amiss
  EXPECT_LT(off[1], 0.75 * off[0]);
}

// V = x above a floor, ρ = ½ on [0, 2]: X(u, t) = max(2u − t, u) – full up to t, ½ from there to 2 − t.
TEST(CrowdFluxStep, PilesUpAboveAFloor) {
  const auto error = [](Index n) {
    const Grid grid({{0, 2.5, n}});
    const double h = grid.axis(0).width();
    const auto share = [h](double face, double end) { return std::clamp((end - face) / h, 0.0, 1.0); };
    Eigen::ArrayXd rho(n), exact(n);
    for (Index i = 0; i < n; ++i) {
      const double face = grid.axis(0).face(i);
      rho(i) = 0.5 * share(face, 2);
      exact(i) = 0.5 * share(face, 0.5) + 0.5 * share(face, 1.5);
    }
    CrowdFluxStep jko(grid, {std::make_shared<CrowdEnergy>(1, 1), grid.centres().col(0)});
    const auto steps = static_cast<int>(2 * n / 5);  // half a cell each
    for (int k = 0; k < steps; ++k) jko.step(0.5 / steps, rho);
    return l1(grid, rho, exact);
  };
  EXPECT_LT(error(200), 0.03);
  EXPECT_GT(std::log2(error(100) / error(200)), 0.5);
}

TEST(CrowdFluxStep, IsTheSameInEveryUnit) {
  const double unit = std::ldexp(1, -20);
  const Ball metre(24), small(24, unit);
  Eigen::ArrayXd a = metre.start, b = small.start;
  CrowdFluxStep in_metres(metre.grid, metre.energy), in_small(small.grid, small.energy);
  for (int k = 0; k < 8; ++k) {
    in_metres.step(0.1, a);
    in_small.step(0.1, b);
  }
  EXPECT_LE((a - b * unit * unit).abs().maxCoeff(), 1e-12);
}

TEST(CrowdFluxStep, WorksInSpaceWithAnInteractionOrNone) {
  const Grid grid({{-1, 1, 10}, {-1, 1, 12}, {-2, 2, 9}});
  const Points x = grid.centres();
  CrowdFluxStep jko(grid, {std::make_shared<CrowdEnergy>(0.5, 1), x.col(0).square() + x.col(1) + x.col(2)});
  Eigen::ArrayXd rho = Eigen::ArrayXd::Constant(grid.cells(), 1.0 / 16);
  for (int k = 0; k < 5; ++k) EXPECT_EQ(jko.step(0.2, rho).status, transport::Status::converged);
  EXPECT_NEAR(total(grid, rho), 1, 1e-13);
  EXPECT_EQ(rho.maxCoeff(), 0.5);
}

TEST(CrowdFluxStep, RefusesWhatIsNoCrowd) {
  const Grid grid({{0, 1, 16}});
  const auto crowd = std::make_shared<CrowdEnergy>(2, 1);
  EXPECT_THROW(CrowdFluxStep(grid, {}), InvalidArgument);
  EXPECT_THROW(CrowdFluxStep(grid, {std::make_shared<EntropyEnergy>(1)}), InvalidArgument);
  EXPECT_THROW(CrowdFluxStep(grid, {std::make_shared<CrowdEnergy>(0.9, 1)}), InvalidArgument);
  EXPECT_THROW(CrowdFluxStep(grid, {crowd, Eigen::ArrayXd::Zero(15)}), InvalidArgument);
  EXPECT_THROW(CrowdFluxStep(grid, {crowd}, {0}), InvalidArgument);
  EXPECT_THROW(CrowdFluxStep(grid, {crowd}, {10, 0}), InvalidArgument);
  CrowdFluxStep jko(grid, {crowd, grid.centres().col(0)});
  Eigen::ArrayXd dense = Eigen::ArrayXd::Zero(16);
  dense.head(4).setConstant(4);
  EXPECT_THROW(jko.step(0.1, dense), InvalidArgument);
  Eigen::ArrayXd even = Eigen::ArrayXd::Ones(16);
  EXPECT_THROW(jko.step(0, even), InvalidArgument);
  EXPECT_NEAR(cells_moved(grid, {crowd, grid.centres().col(0)}, even, 0.25), 4, 1e-12);
}

}  // namespace
}  // namespace kolmo::jko
