#include "kolmo/transport/grid/back_and_forth.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "products.hpp"

namespace kolmo::transport {
namespace {

const std::vector<Bump> mu_bumps = {{0.35, 0.08}, {0.4, 0.1}}, nu_bumps = {{0.65, 0.1}, {0.55, 0.07}};

GridTransport of_products(double b, Index cells, Index iterations, double tolerance = 1e-12) {
  const Grid grid = unit_grid(2, cells);
  return back_and_forth(grid, product(grid, b, mu_bumps), product(grid, b, nu_bumps),
                        {iterations, tolerance});
}

// W2²/2 of the products: the sum over axes of one-dimensional integrals of inverse distribution functions, by
// a quadrature of 10⁶ points.
constexpr double half_square = 0.02142032, half_square_thin = 0.04952524;

TEST(BackAndForth, FindsTheDistanceOfProducts) {
  const GridTransport coarse = of_products(0.2, 128, 12), fine = of_products(0.2, 256, 12);
  EXPECT_LE(std::abs(coarse.dual / half_square - 1), 4e-4);
  EXPECT_LE(std::abs(fine.dual / half_square - 1), 1e-4);
  EXPECT_EQ(fine.status, Status::budget);
  EXPECT_LE(std::abs(fine.lower_bound / half_square - 1), 1e-4);
  // |gap| falls with the residual: ⟨φ, r⟩ ≤ |∇φ|·|r|
  EXPECT_LE(std::abs(fine.gap), 2e-3 * half_square);
}

TEST(BackAndForth, IsOfSecondOrderInTheGrid) {
  const double coarse = of_products(0.2, 32, 60).dual - half_square,
               fine = of_products(0.2, 64, 60).dual - half_square;
  EXPECT_NEAR(std::log2(coarse / fine), 2, 0.3) << coarse << ' ' << fine;
}

TEST(BackAndForth, NeedsMoreIterationsWhereMassIsThinAndSaysSo) {
  const GridTransport few = of_products(0.02, 128, 12, 1e-5), many = of_products(0.02, 128, 40, 1e-5);
  EXPECT_EQ(few.status, Status::budget);
  EXPECT_GE(few.residual, 1e-5);
  EXPECT_LE(std::abs(many.dual / half_square_thin - 1), 1e-3);
  EXPECT_GE(std::abs(few.dual / half_square_thin - 1), 1e-3);
}

// The map is a product of monotone maps of one variable; both ways they are each other's inverse.
TEST(BackAndForth, FindsTheMap) {
  const Index n = 128;
  const Grid grid = unit_grid(2, n);
  const GridTransport found = of_products(0.2, n, 60);
  const auto law = [&](const Bump& b, double x) {
    const auto integral = [&](double y) {
      return 0.2 * y + b.deviation * std::sqrt(std::numbers::pi / 2) *
                           std::erf((y - b.mean) / (b.deviation * std::numbers::sqrt2));
    };
    return (integral(x) - integral(0)) / (integral(1) - integral(0));
  };
  const Points x = grid.centres();
  double worst = 0, worst_back = 0;
  for (Index cell = 0; cell < grid.cells(); ++cell)
    for (Index k = 0; k < 2; ++k) {
      const auto axis = static_cast<std::size_t>(k);
      worst = std::max(worst,
                       std::abs(law(nu_bumps[axis], found.map(cell, k)) - law(mu_bumps[axis], x(cell, k))));
      worst_back = std::max(worst_back, std::abs(law(mu_bumps[axis], found.inverse(cell, k)) -
                                                 law(nu_bumps[axis], x(cell, k))));
    }
  // T is off by O(h) at most where it is steep, and F′ ≤ 3: half a cell is 1.2e-2
  EXPECT_LE(worst, 1.2e-2);
  EXPECT_LE(worst_back, 1.2e-2);
}

TEST(BackAndForth, MovesADiskAsAWhole) {
  const Grid grid = unit_grid(2, 512);
  const Points x = grid.centres();
  const auto disk = [&](double centre) {
    return normalised(grid,
                      ((x.col(0) - centre).square() + (x.col(1) - centre).square() < 0.04).cast<double>());
  };
  const GridTransport found = back_and_forth(grid, disk(0.25), disk(0.75), {6, 1e-12});
  EXPECT_NEAR(found.dual, 0.25, 1e-7);
  EXPECT_NEAR(found.lower_bound, 0.25, 1e-7);
  EXPECT_NEAR(found.cost, 0.25, 1e-7);
  EXPECT_EQ(found.wall_mass_mu, 0);
}

// In one dimension against the integral of inverse distribution functions, in metres and in micrometres.
TEST(BackAndForth, WorksOnALineInAnyUnits) {
  for (const double unit : {1.0, 1e6}) {
    const Grid grid({{0, unit, 400}});
    const auto bump = [&](double mean, double deviation) {
      return product(grid, 0.3, {{mean * unit, deviation * unit}});  // 0.3 of the bump's height, which is 1
    };
    const GridTransport found = back_and_forth(grid, bump(0.3, 0.1), bump(0.7, 0.05), {200, 1e-8});
    EXPECT_EQ(found.status, Status::converged) << unit << ' ' << found.residual;
    EXPECT_NEAR(found.dual / (unit * unit), 0.01743469, 1e-5) << unit;
  }
}

TEST(BackAndForth, WorksInThreeDimensions) {
  const Grid grid({{0, 1, 24}, {0, 1, 20}, {0, 2, 28}});
  const std::vector<Bump> from = {{0.4, 0.15}, {0.5, 0.2}, {0.8, 0.3}},
                          to = {{0.55, 0.15}, {0.5, 0.15}, {1.1, 0.3}};
  const GridTransport found =
      back_and_forth(grid, product(grid, 0.2, from), product(grid, 0.2, to), {60, 1e-6});
  double expected = 0;  // transports of products are sums of those along the axes
  for (Index k = 0; k < 3; ++k) {
    const auto axis = static_cast<std::size_t>(k);
    const Grid line({grid.axis(k)});
    expected +=
        back_and_forth(line, product(line, 0.2, {from[axis]}), product(line, 0.2, {to[axis]}), {400, 1e-9})
            .dual;
  }
  EXPECT_NEAR(found.dual / expected, 1, 5e-3);
}

TEST(BackAndForth, FindsNothingToMoveBetweenEqualDensities) {
  const Grid grid = unit_grid(2, 32);
  const Eigen::ArrayXd mu = product(grid, 0.1, mu_bumps);
  const GridTransport found = back_and_forth(grid, mu, mu);
  EXPECT_EQ(found.status, Status::converged);
  EXPECT_EQ(found.iterations, 1);
  EXPECT_NEAR(found.dual, 0, 1e-15);
}

TEST(BackAndForth, HasTheSameBitsForEveryNumberOfThreads) {
  const int before = threads();
  set_threads(1);
  const GridTransport one = of_products(0.2, 40, 5);
  set_threads(3);
  const GridTransport three = of_products(0.2, 40, 5);
  set_threads(before);
  EXPECT_TRUE((one.phi == three.phi).all());
  EXPECT_EQ(one.dual, three.dual);
  EXPECT_EQ(one.cost, three.cost);
}

TEST(BackAndForth, RefusesWhatIsNoPairOfDensities) {
  const Grid grid = unit_grid(2, 8);
  const Eigen::ArrayXd good = Eigen::ArrayXd::Ones(64);
  const auto message = [&](const Eigen::ArrayXd& bad) -> std::string {
    try {
      back_and_forth(grid, good, bad);
    } catch (const InvalidArgument& error) {
      return error.what();
    }
    return "";
  };
  Eigen::ArrayXd negative = good, infinite = good;
  negative(9) = -0.5;
  infinite(3) = std::numeric_limits<double>::infinity();
  EXPECT_NE(message(1.5 * good).find("off by 0.5"), std::string::npos) << message(1.5 * good);
  EXPECT_NE(message(negative).find("nu in cell 9 = -0.5"), std::string::npos) << message(negative);
  EXPECT_NE(message(infinite).find("cell 3"), std::string::npos);
  EXPECT_NE(message(0 * good).find("0 everywhere"), std::string::npos);
  EXPECT_NE(message(Eigen::ArrayXd::Ones(63)).find("63 values on a grid of 64"), std::string::npos);
  EXPECT_THROW(back_and_forth(grid, good, good, {0, 1e-6}), InvalidArgument);
  EXPECT_THROW(back_and_forth(grid, good, good, {1, 0}), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::transport
