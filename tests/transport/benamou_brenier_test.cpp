#include "kolmo/transport/grid/benamou_brenier.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "products.hpp"

namespace kolmo::transport {
namespace {

// N(0.35, 0.06²) to N(0.6, 0.09²): W2² = 0.25² + 0.03²
constexpr double square = 0.0634;

DynamicTransport of_gaussians(Index cells, double tolerance, Index iterations = 5000, double unit = 1) {
  const Grid grid({{0, unit, cells}});
  return benamou_brenier(grid, product(grid, 0, {{0.35 * unit, 0.06 * unit}}),
                         product(grid, 0, {{0.6 * unit, 0.09 * unit}}),
                         {.steps = cells, .iterations = iterations, .tolerance = tolerance});
}

TEST(BenamouBrenier, FindsTheLeastAction) {
  const DynamicTransport found = of_gaussians(32, 1e-3);
  EXPECT_EQ(found.status, Status::converged);
  EXPECT_LE(found.iterations, 3200);
  EXPECT_NEAR(found.action / square, 1, 1e-3);
  EXPECT_LE(found.dual, found.action);
  EXPECT_LE(found.gap(), 1e-3 * found.action);
  EXPECT_LE(found.continuity, 1e-12);
  EXPECT_LE(found.mismatch, 1e-3);
  EXPECT_GE(found.minimum, -1e-3);
}

// The dual is a bound wherever it stops, and so is what many iterations reach.
TEST(BenamouBrenier, BoundsTheActionFromBelowWhereverItStops) {
  const DynamicTransport best = of_gaussians(16, 1e-5, 20000);
  EXPECT_EQ(best.status, Status::converged);
  for (const DynamicRecord& record : best.history) EXPECT_LE(record.dual, best.action * (1 + 1e-5));
  const DynamicTransport few = of_gaussians(16, 1e-5, 20);
  EXPECT_EQ(few.status, Status::budget);
  EXPECT_GT(few.gap(), 0.05 * best.action);
  EXPECT_LE(few.continuity, 1e-12);  // and says nothing of it
}

// McCann's interpolation of Gaussians: N((1 − t)m₀ + tm₁, ((1 − t)s₀ + ts₁)²), and its flux.
TEST(BenamouBrenier, FollowsDisplacementInterpolation) {
  const Index n = 32;
  const Grid grid = unit_grid(1, n);
  const DynamicTransport found = of_gaussians(n, 1e-3);
  const Points x = grid.centres();
  double off = 0, off_flux = 0;
  for (const Index step : {8, 16, 24}) {
    const double t = static_cast<double>(step) / n, m = 0.35 + 0.25 * t, s = 0.06 + 0.03 * t;
    off = std::max(off, (found.density.col(step) - product(grid, 0, {{m, s}})).abs().maxCoeff());
    const double middle = t + 0.5 / n, m2 = 0.35 + 0.25 * middle, s2 = 0.06 + 0.03 * middle;
    const Eigen::ArrayXd flux = product(grid, 0, {{m2, s2}}) * (0.25 + 0.03 * (x.col(0) - m2) / s2);
    off_flux = std::max(off_flux, (found.momentum[0].col(step) - flux).abs().maxCoeff());
  }
  // of 6.6, the greatest density, and 1.7, the greatest flux: deviations are two or three cells (h²/s² =
  // 0.27)
  EXPECT_LE(off, 0.08);
  EXPECT_LE(off_flux, 0.06);
}

// A product moves along each axis alone: the action is the sum of those.
TEST(BenamouBrenier, WorksInThePlane) {
  const Grid grid({{0, 1, 16}, {0, 1.5, 16}});
  const std::vector<Bump> from = {{0.35, 0.12}, {0.6, 0.15}}, to = {{0.55, 0.12}, {0.85, 0.2}};
  const BenamouBrenierPlan plan{.steps = 8, .tolerance = 1e-2};
  const DynamicTransport found =
      benamou_brenier(grid, product(grid, 0.1, from), product(grid, 0.1, to), plan);
  double along = 0;
  for (Index k = 0; k < 2; ++k) {
    const auto axis = static_cast<std::size_t>(k);
    const Grid line({grid.axis(k)});
    along +=
        benamou_brenier(line, product(line, 0.1, {from[axis]}), product(line, 0.1, {to[axis]}), plan).action;
  }
  EXPECT_EQ(found.status, Status::converged);
  EXPECT_NEAR(found.action / along, 1, 1e-3);  // gaps of 1e-2 are the bounds'; actions are 100 times nearer
}

// Across a domain a hundred times as long as wide there is next to nothing to carry: the action is that of
// the line, and no more iterations are needed (with the mean density 100 it never came within a half of its
// bound).
TEST(BenamouBrenier, ConvergesOnALongDomain) {
  const double wide = 0.01;
  const Grid plane({{0, 1, 24}, {0, wide, 24}}), line({{0, 1, 24}});
  const auto bump = [](const Eigen::ArrayXd& x, double m, double s) {
    return Eigen::ArrayXd((-((x - m) / s).square()).exp());
  };
  const Points x = plane.centres();
  const auto on_plane = [&](double mx, double sx, double my) {
    return normalised(plane, bump(x.col(0), mx, sx) * bump(x.col(1) / wide, my, 0.2));
  };
  const auto on_line = [&](double m, double s) {
    return normalised(line, bump(line.centres().col(0), m, s));
  };
  const BenamouBrenierPlan plan{.steps = 16, .iterations = 1200, .tolerance = 1e-2};
  const auto found = benamou_brenier(plane, on_plane(0.3, 0.15, 0.4), on_plane(0.6, 0.2, 0.6), plan);
  EXPECT_EQ(found.status, Status::converged);
  EXPECT_NEAR(found.action / benamou_brenier(line, on_line(0.3, 0.15), on_line(0.6, 0.2), plan).action, 1,
              1e-2);
}

TEST(BenamouBrenier, HasTheSameBitsInOtherUnitsAndForEveryNumberOfThreads) {
  const DynamicTransport here = of_gaussians(16, 1e-9, 40), there = of_gaussians(16, 1e-9, 40, 0x1p20);
  EXPECT_EQ(there.action, 0x1p40 * here.action);
  EXPECT_EQ(there.dual, 0x1p40 * here.dual);
  EXPECT_TRUE((0x1p20 * there.density == here.density).all());
  EXPECT_TRUE((there.momentum[0] == here.momentum[0]).all());
  EXPECT_NEAR(of_gaussians(16, 1e-9, 40, 1e-6).action / (1e-12 * here.action), 1, 1e-9);
  const Grid grid = unit_grid(2, 80);
  const Eigen::ArrayXd mu = product(grid, 0.1, {{0.3, 0.1}, {0.5, 0.2}}),
                       nu = product(grid, 0.1, {{0.6, 0.1}, {0.5, 0.1}});
  const int before = threads();
  const BenamouBrenierPlan plan{.steps = 40, .iterations = 2};
  set_threads(1);
  const DynamicTransport one = benamou_brenier(grid, mu, nu, plan);
  set_threads(3);
  const DynamicTransport three = benamou_brenier(grid, mu, nu, plan);
  set_threads(before);
  EXPECT_TRUE((one.density == three.density).all());
  EXPECT_EQ(one.action, three.action);
  EXPECT_EQ(one.dual, three.dual);
}

TEST(BenamouBrenier, StandsStillBetweenEqualDensities) {
  const Grid grid = unit_grid(1, 16);
  const Eigen::ArrayXd mu = product(grid, 0.1, {{0.4, 0.1}});
  const DynamicTransport found = benamou_brenier(grid, mu, mu, {.steps = 8, .iterations = 100});
  EXPECT_NEAR(found.action, 0, 1e-15);
  EXPECT_NE(found.status, Status::budget);
}

TEST(BenamouBrenier, RefusesWhatItCannotDo) {
  const Grid grid = unit_grid(1, 8), space = unit_grid(3, 4);
  const Eigen::ArrayXd flat = Eigen::ArrayXd::Ones(8), flat3 = Eigen::ArrayXd::Ones(64);
  EXPECT_THROW(benamou_brenier(space, flat3, flat3), InvalidArgument);
  EXPECT_THROW(benamou_brenier(grid, flat, 2 * flat), InvalidArgument);
  EXPECT_THROW(benamou_brenier(grid, flat, flat, {.steps = 1}), InvalidArgument);
  EXPECT_THROW(benamou_brenier(grid, flat, flat, {.iterations = 0}), InvalidArgument);
  EXPECT_THROW(benamou_brenier(grid, flat, flat, {.tolerance = 0}), InvalidArgument);
  EXPECT_THROW(benamou_brenier(grid, flat, flat, {.gamma = 0}), InvalidArgument);
  EXPECT_THROW(benamou_brenier(grid, flat, flat, {.relaxation = 2}), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::transport
