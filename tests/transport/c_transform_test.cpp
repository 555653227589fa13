#include "kolmo/transport/grid/c_transform.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/random/random_stream.hpp"

namespace kolmo::transport {
namespace {

Eigen::ArrayXd random_numbers(Index n, std::uint64_t seed, double scale) {
  Points z(n, 1);
  RandomStream(seed, 1).normals(0, 0, z);
  return scale * z.col(0);
}

// min over all centres, pair by pair.
Eigen::ArrayXd search(const Grid& grid, const Eigen::ArrayXd& phi) {
  const Points x = grid.centres();
  Eigen::ArrayXd out(grid.cells());
  for (Index i = 0; i < grid.cells(); ++i) {
    double least = std::numeric_limits<double>::infinity();
    for (Index j = 0; j < grid.cells(); ++j)
      least = std::min(least, 0.5 * (x.row(i) - x.row(j)).square().sum() - phi(j));
    out(i) = least;
  }
  return out;
}

double distance(const Eigen::ArrayXd& a, const Eigen::ArrayXd& b) { return (a - b).abs().maxCoeff(); }

// φ from far below the cost (few parabolas stay) to far above it (all stay), in one to three dimensions.
TEST(CTransform, IsThatOfASearchOverAllPairs) {
  const std::vector<Grid> grids = {Grid({{0, 1, 64}}), Grid({{-1, 1, 9}, {0, 3, 20}}),
                                   Grid({{0, 1, 4}, {0, 2, 5}, {-1, 0, 6}})};
  for (const Grid& grid : grids)
    for (const double scale : {1.0, 1e-2, 1e-4}) {
      const Eigen::ArrayXd phi = random_numbers(grid.cells(), 7, scale);
      Eigen::ArrayXd found(grid.cells());
      c_transform(grid, phi.data(), found.data());
      // ½|x − y|² − φ ≤ 7 + 4: a few ulp of it
      EXPECT_LE(distance(found, search(grid, phi)), 1e-14) << grid.dimension() << ' ' << scale;
    }
}

// A constant and a parabola of the cost's own width: every parabola of the envelope meets in ties.
TEST(CTransform, KeepsTies) {
  const Grid grid({{0, 1, 64}});
  const Points x = grid.centres();
  for (const Eigen::ArrayXd& phi :
       {Eigen::ArrayXd(Eigen::ArrayXd::Constant(64, 0.25)), Eigen::ArrayXd(0.5 * x.col(0).square()),
        Eigen::ArrayXd(x.col(0).round())}) {
    Eigen::ArrayXd found(64);
    c_transform(grid, phi.data(), found.data());
    EXPECT_LE(distance(found, search(grid, phi)), 1e-14);
  }
}

TEST(CTransform, ThreeTimesIsOnce) {
  const Grid grid({{0, 1, 24}, {0, 1, 24}});
  const Eigen::ArrayXd phi = random_numbers(grid.cells(), 3, 0.05);
  Eigen::ArrayXd once(grid.cells()), twice(grid.cells()), thrice(grid.cells());
  c_transform(grid, phi.data(), once.data());
  c_transform(grid, once.data(), twice.data());
  c_transform(grid, twice.data(), thrice.data());
  EXPECT_LE(distance(once, thrice), 1e-14);
  EXPECT_GE((twice - phi).minCoeff(), -1e-14);  // φᶜᶜ ≥ φ
  EXPECT_GE((twice - phi).maxCoeff(), 0.01);    // and of a rough φ not the same
}

// φ = ½a x² has φᶜ = ½(a/(a − 1)) x² where y = x/(1 − a) stays inside: between centres the error falls with
// the fourth power here (φ is a parabola: the third derivative is none), on centres with the second.
TEST(CTransform, BetweenCentresIsThatOfAllPoints) {
  const double a = -0.7;
  for (const Infimum infimum : {Infimum::on_centres, Infimum::between_centres}) {
    const Grid grid({{-1, 1, 101}});
    const Eigen::ArrayXd x = grid.centres().col(0);
    const Eigen::ArrayXd phi = 0.5 * a * x.square();
    Eigen::ArrayXd found(grid.cells());
    c_transform(grid, phi.data(), found.data(), infimum);
    const double error = distance(found, 0.5 * a / (a - 1) * x.square());
    const double h = grid.axis(0).width(), bound = (1 - a) * h * h / 8;  // curvature 1 − a of the sums
    if (infimum == Infimum::between_centres)
      EXPECT_LE(error, 1e-15);
    else
      EXPECT_TRUE(error <= bound && error >= bound / 2) << error;
  }
}

/// The least time of 400 transforms of a line of n numbers, of the same shape in units of its length.
double seconds_of_line(Index n) {
  const Grid grid({{0, 1, n}});
  const Eigen::ArrayXd phi = 0.02 * (22 * grid.centres().col(0)).sin();
  Eigen::ArrayXd out(n);
  double least = 1e9;
  for (int k = 0; k < 400; ++k) {
    const auto begin = std::chrono::steady_clock::now();
    c_transform(grid, phi.data(), out.data());
    least = std::min(least, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  return least;
}

// Two sweeps of a line. Of five ratios that nearest to 2: what disturbs a clock disturbs either length.
TEST(CTransform, CostsInProportionToItsLines) {
  double nearest = 1e9;
  for (int k = 0; k < 5; ++k) {
    const double ratio = seconds_of_line(2048) / seconds_of_line(1024);
    if (std::abs(ratio - 2) < std::abs(nearest - 2)) nearest = ratio;
  }
  EXPECT_NEAR(nearest, 2, 0.4);
}

TEST(CTransform, HasTheSameBitsForEveryNumberOfThreads) {
  const Grid grid({{0, 1, 30}, {0, 1, 47}});
  const Eigen::ArrayXd phi = random_numbers(grid.cells(), 5, 0.01);
  Eigen::ArrayXd one(grid.cells()), three(grid.cells());
  const int before = threads();
  set_threads(1);
  c_transform(grid, phi.data(), one.data());
  set_threads(3);
  c_transform(grid, phi.data(), three.data());
  set_threads(before);
  EXPECT_TRUE((one == three).all());
}

}  // namespace
}  // namespace kolmo::transport
