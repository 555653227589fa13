// McCann's path and Fisher and Rao's, and the distances along them.

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "kolmo/core/errors.hpp"
#include "kolmo/transport/grid/density_distances.hpp"
#include "kolmo/transport/grid/displacement_interpolation.hpp"
#include "products.hpp"

namespace kolmo::transport {
namespace {

Law1D law(const Grid& grid, const Eigen::ArrayXd& rho) {
  return Law1D::from_density(grid.axis(0), rho.data());
}

TEST(DisplacementInterpolation, IsTheShortestPath) {
  const Grid grid = unit_grid(1, 50);
  Eigen::ArrayXd mu = product(grid, 0.1, {{0.3, 0.1}}), nu = product(grid, 0, {{0.7, 0.03}});
  mu.segment(20, 8).setZero();  // a gap
  mu = normalised(grid, mu);
  const Law1D from = law(grid, mu), to = law(grid, nu);
  const double whole = w2_distance(from, to);
  for (const double t : {0.0, 0.2, 0.5, 0.9, 1.0}) {
    const Law1D between = displacement_interpolation(from, to, t);
    EXPECT_NEAR(w2_distance(from, between), t * whole, 1e-12) << t;
    EXPECT_NEAR(w2_distance(between, to), (1 - t) * whole, 1e-12) << t;
    EXPECT_NEAR(between.mean(), (1 - t) * from.mean() + t * to.mean(), 1e-12);
  }
  EXPECT_THROW(displacement_interpolation(from, to, 1.5), InvalidArgument);
  EXPECT_THROW(displacement_interpolation(from, Law1D::from_samples({0, 1}), 0.5), InvalidArgument);
}

// (0.7, 0.2, 0.1) and (0.2, 0.3, 0.5) as three cells: values of another program.
TEST(FisherRao, MeasuresAnglesOnTheSimplex) {
  const Grid grid({{0, 3, 3}});
  const Eigen::Array3d p(0.7, 0.2, 0.1), q(0.2, 0.3, 0.5);
  EXPECT_NEAR(fisher_rao_distance(grid, p, q), 1.1369552903974707, 1e-14);
  EXPECT_NEAR(hellinger_distance(grid, p, q), std::sqrt(1 - 0.8427215107056909), 1e-14);
  EXPECT_NEAR(total_variation(grid, p, q), 0.5, 1e-15);
  const Eigen::ArrayXd middle = fisher_rao_geodesic(grid, p, q, 0.5);
  EXPECT_NEAR(middle(0), 0.4472546360853903, 1e-14);
  EXPECT_NEAR(middle(2), 0.284148632719579, 1e-14);
  const Eigen::ArrayXd part = fisher_rao_geodesic(grid, p, q, 0.3);
  EXPECT_NEAR(part.sum(), 1, 1e-14);
  EXPECT_NEAR(fisher_rao_distance(grid, p, part), 0.3 * 1.1369552903974707, 1e-14);
  const Eigen::Array3d apart(1, 0, 0), other(0, 0, 1);
  EXPECT_NEAR(fisher_rao_distance(grid, apart, other), std::numbers::pi, 1e-14);
  EXPECT_EQ(fisher_rao_distance(grid, p, p), 0);
  EXPECT_THROW(fisher_rao_distance(grid, p, 2 * q), InvalidArgument);
  EXPECT_THROW(fisher_rao_geodesic(grid, p, q, -0.1), InvalidArgument);
}

}  // namespace
}  // namespace kolmo::transport
