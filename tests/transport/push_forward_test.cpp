#include "kolmo/transport/grid/push_forward.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "products.hpp"

namespace kolmo::transport {
namespace {

double mass(const Grid& grid, const Eigen::ArrayXd& rho) {
  return sum(rho.data(), rho.size()) * grid.cell_volume();
}

/// Σ_k slope_k x_k at the centres.
Eigen::ArrayXd linear(const Grid& grid, const std::vector<double>& slopes) {
  const Points x = grid.centres();
  Eigen::ArrayXd out = Eigen::ArrayXd::Zero(grid.cells());
  for (Index k = 0; k < grid.dimension(); ++k) out += slopes[static_cast<std::size_t>(k)] * x.col(k);
  return out;
}

// A block of cells, away from the walls: corners at a wall stay there.
Eigen::ArrayXd block(const Grid& grid, Index from, Index to) {
  Eigen::ArrayXd rho(grid.cells());
  for (Index cell = 0; cell < grid.cells(); ++cell) {
    Index rest = cell;
    bool inside = true;
    for (Index k = 0; k < grid.dimension(); ++k) {
      const Index i = rest % grid.axis(k).cells;
      rest /= grid.axis(k).cells;
      inside = inside && i >= from && i < to;
    }
    rho(cell) = inside ? 1 : 0;
  }
  return rho;
}

TEST(PushForward, MovesABlockByWholeCellsWithoutSpreadingIt) {
  for (const Index d : {1, 2, 3}) {
    const Grid grid = unit_grid(d, 16);
    const double h = 1.0 / 16;
    CornerMap map(grid);
    map.set(linear(grid, std::vector<double>(static_cast<std::size_t>(d), -3 * h)).data());
    Eigen::ArrayXd out(grid.cells());
    const Eigen::ArrayXd mu = block(grid, 2, 6);
    const double cost = push_forward(map, mu.data(), out.data());
    EXPECT_LE((out - block(grid, 5, 9)).abs().maxCoeff(), 1e-12) << d;
    EXPECT_NEAR(cost, 0.5 * 9 * h * h * static_cast<double>(d) * mass(grid, mu), 1e-14) << d;
  }
}

// By a third of a cell in x and half a cell in y: shares are overlaps.
TEST(PushForward, SharesMassByOverlap) {
  const Grid grid({{0, 1, 8}, {0, 4, 8}});
  CornerMap map(grid);
  map.set(linear(grid, {-0.125 / 3, -0.5 / 2}).data());
  Eigen::ArrayXd mu = Eigen::ArrayXd::Zero(64), out(64);
  mu(3 + 8 * 3) = 1;
  push_forward(map, mu.data(), out.data());
  EXPECT_NEAR(out(3 + 8 * 3), 1.0 / 3, 1e-12);
  EXPECT_NEAR(out(4 + 8 * 3), 1.0 / 6, 1e-12);
  EXPECT_NEAR(out(3 + 8 * 4), 1.0 / 3, 1e-12);
  EXPECT_NEAR(out(4 + 8 * 4), 1.0 / 6, 1e-12);
  // a shift wrapped around the walls, the plant, would fill the other side
  EXPECT_NEAR(mass(grid, out), grid.cell_volume(), 1e-15);
}

// A bump moved by 0.4 of a cell again and again. Uniform cells spread it by 0.4·0.6 h² of variance each time,
// exactly; linear ones leave the second moment of a smooth density alone but for terms of third order, a
// fiftieth here.
TEST(PushForward, SpreadsLessWithLinearCells) {
  const Index n = 64;
  const Grid grid = unit_grid(2, n);
  const double h = 1.0 / static_cast<double>(n);
  const Points x = grid.centres();
  Eigen::ArrayXd mu = (-((x.col(0) - 0.4).square() + (x.col(1) - 0.5).square()) / (2 * 0.05 * 0.05)).exp();
  mu /= mass(grid, mu);
  CornerMap map(grid);
  map.set(linear(grid, {-0.4 * h, 0}).data());
  const auto grown = [&](Profile profile) {
    Eigen::ArrayXd rho = mu, next(grid.cells());
    for (int k = 0; k < 10; ++k) {
      push_forward(map, rho.data(), next.data(), profile);
      rho.swap(next);
      EXPECT_GE(rho.minCoeff(), 0);
      EXPECT_NEAR(mass(grid, rho), 1, 1e-14);
    }
    const auto variance = [&](const Eigen::ArrayXd& law) {
      const double mean = mass(grid, law * x.col(0));
      return mass(grid, law * (x.col(0) - mean).square());
    };
    return variance(rho) - variance(mu);
  };
  EXPECT_NEAR(grown(Profile::uniform), 10 * 0.24 * h * h, 1e-9);
  EXPECT_LE(std::abs(grown(Profile::linear)), 10 * 0.24 * h * h / 50);
}

// A jump: where the slope would make a corner negative, it is less steep.
TEST(PushForward, KeepsDensitiesPositiveWithLinearCells) {
  const Grid grid = unit_grid(2, 16);
  CornerMap map(grid);
  map.set(linear(grid, {-0.3 / 16, 0.4 / 16}).data());
  const Eigen::ArrayXd mu = block(grid, 6, 9);
  Eigen::ArrayXd out(grid.cells());
  push_forward(map, mu.data(), out.data(), Profile::linear);
  EXPECT_GE(out.minCoeff(), 0);
  EXPECT_NEAR(mass(grid, out), mass(grid, mu), 1e-15);
}

// T = c + a(x − c) along each axis: a uniform block becomes a uniform block, longer or shorter, exactly. The
// cost is ½(a − 1)² ∫|x − c|².
TEST(PushForward, StretchesAndShrinksExactly) {
  const Index n = 40;
  const Grid grid = unit_grid(2, n);
  const Points x = grid.centres();
  // images up to four cells long are made many at once, longer ones cell by cell; both profiles of a block's
  // inside
  for (const auto& [a, cells] :
       {std::pair{0.3, 10}, {0.5, 10}, {1.6, 10}, {2.0, 10}, {2.7, 10}, {3.5, 10}, {5.3, 4}}) {
    const Eigen::ArrayXd mu = block(grid, 20 - cells / 2, 20 + cells / 2);
    const double side = cells / static_cast<double>(n);
    const Eigen::ArrayXd psi = 0.5 * (1 - a) * ((x.col(0) - 0.5).square() + (x.col(1) - 0.5).square());
    CornerMap map(grid);
    map.set(psi.data());
    Eigen::ArrayXd out(grid.cells());
    const double cost = push_forward(map, mu.data(), out.data());
    const double half = 0.5 * side * a;
    for (Index cell = 0; cell < grid.cells(); ++cell) {
      double part = 1 / (a * a);
      for (Index k = 0; k < 2; ++k) {
        const double h = 1.0 / static_cast<double>(n), left = x(cell, k) - h / 2;
        part *= std::max(0.0, std::min(left + h, 0.5 + half) - std::max(left, 0.5 - half)) / h;
      }
      EXPECT_NEAR(out(cell), part, 1e-11) << a << ' ' << cell;
    }
    const double second_moment = 2 * std::pow(side, 4) / 12;
    EXPECT_NEAR(cost, 0.5 * (a - 1) * (a - 1) * second_moment, 1e-14) << a;
  }
}

// T = A x with A symmetric and a shear: the density is 1/det A inside, to the parts' own size.
TEST(PushForward, KeepsDensityUnderShear) {
  const Grid grid = unit_grid(2, 60);
  const Points x = grid.centres();
  const double a = 1.5, b = 0.6, c = 1.1;
  const Eigen::ArrayXd u = x.col(0) - 0.5, v = x.col(1) - 0.5;
  const Eigen::ArrayXd psi =
      0.5 * (u.square() + v.square()) - 0.5 * (a * u.square() + 2 * b * u * v + c * v.square());
  CornerMap map(grid);
  map.set(psi.data());
  Eigen::ArrayXd out(grid.cells());
  const Eigen::ArrayXd mu = block(grid, 18, 42);
  push_forward(map, mu.data(), out.data());
  const double det = a * c - b * b;
  double worst = 0;
  for (Index i = 26; i < 34; ++i)
    for (Index j = 26; j < 34; ++j) worst = std::max(worst, std::abs(out(i + 60 * j) * det - 1));
  EXPECT_LE(worst, 0.05);
  EXPECT_NEAR(mass(grid, out), mass(grid, mu), 1e-14);
}

TEST(PushForward, PutsWhatWouldLeaveTheWallsOnThem) {
  const Grid grid = unit_grid(1, 10);
  CornerMap map(grid);
  map.set(linear(grid, {-5}).data());
  const Eigen::ArrayXd mu = block(grid, 2, 8);
  Eigen::ArrayXd out(10);
  push_forward(map, mu.data(), out.data());
  EXPECT_NEAR(out(9), 6, 1e-14);
}

TEST(PushForward, HasTheSameBitsForEveryNumberOfThreads) {
  const Grid grid = unit_grid(2, 50);
  const Points x = grid.centres();
  const Eigen::ArrayXd psi = 0.05 * (5 * x.col(0)).sin() * (4 * x.col(1)).cos();
  const Eigen::ArrayXd mu = product(grid, 0.1, {{0.4, 0.2}, {0.6, 0.2}});
  CornerMap map(grid);
  Eigen::ArrayXd one(grid.cells()), three(grid.cells());
  const int before = threads();
  set_threads(1);
  map.set(psi.data());
  const double cost_one = push_forward(map, mu.data(), one.data());
  set_threads(3);
  map.set(psi.data());
  const double cost_three = push_forward(map, mu.data(), three.data());
  set_threads(before);
  EXPECT_TRUE((one == three).all());
  EXPECT_EQ(cost_one, cost_three);
}

TEST(CornerMap, RefusesWhatIsNotFinite) {
  const Grid grid = unit_grid(2, 4);
  CornerMap map(grid);
  Eigen::ArrayXd psi = Eigen::ArrayXd::Zero(16);
  psi(5) = std::nan("");
  EXPECT_THROW(map.set(psi.data()), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::transport
