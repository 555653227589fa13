// What back-and-forth is made of: c-transforms and Poisson's equation.

#include <cmath>
#include <limits>
#include <numbers>

#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/transport/grid/c_transform.hpp"
#include "kolmo/transport/grid/poisson.hpp"
#include "optimal_transport/parts.hpp"

namespace kolmo::optimal_transport {
namespace {

struct Rough {
  Grid grid = Grid({{0, 1, 24}, {0, 1, 24}});
  Eigen::ArrayXd phi, transformed;
  Rough() : phi(grid.cells()), transformed(grid.cells()) {
    Points z(grid.cells(), 1);
    RandomStream(2026).role("potential").normals(0, 0, z);
    phi = 0.02 * z.col(0);
    transport::c_transform(grid, phi.data(), transformed.data());
  }
};

verify::Check search() {
  const Rough rough;
  const Points x = rough.grid.centres();
  double worst = 0;
  for (Index i = 0; i < x.rows(); ++i) {
    double least = std::numeric_limits<double>::infinity();
    for (Index j = 0; j < x.rows(); ++j) {
      const double u = x(i, 0) - x(j, 0), v = x(i, 1) - x(j, 1);
      least = std::min(least, (u * u + v * v) / 2 - rough.phi(j));
    }
    worst = std::max(worst, std::abs(least - rough.transformed(i)));
  }
  return verify::value_check(0, worst, 1e-14, "a search over all pairs",
                             "largest difference of the c-transform");
}

verify::Check thrice() {
  const Rough rough;
  Eigen::ArrayXd again = rough.transformed;
  transport::c_transform(rough.grid, again.data(), again.data());
  transport::c_transform(rough.grid, again.data(), again.data());
  return verify::value_check(0, (again - rough.transformed).abs().maxCoeff(), 1e-14,
                             "the transform of a transform's transform",
                             "largest difference from the transform");
}

verify::Check mode() {
  const Index n = 64;
  const Grid grid({{0, 1, n}, {0, 1, n}});
  const double pi = std::numbers::pi, size = static_cast<double>(n);
  Eigen::ArrayXd wave(grid.cells());
  for (Index cell = 0; cell < grid.cells(); ++cell) {
    const Index row = cell / n, column = cell % n;
    wave(cell) = std::cos(3 * pi * (static_cast<double>(column) + 0.5) / size) *
                 std::cos(5 * pi * (static_cast<double>(row) + 0.5) / size);
  }
  Eigen::ArrayXd u = wave;
  transport::NeumannPoisson(grid).solve(u.data());
  const double eigenvalue = 2 * size * size * (2 - std::cos(3 * pi / size) - std::cos(5 * pi / size));
  return verify::value_check(0, (eigenvalue * u - wave).abs().maxCoeff(), 1e-12,
                             "2(1 - cos(pi k/n))/h^2 an axis", "largest error of a cosine mode");
}

/// Of the solution for a density, of which the mean is no source that −Δ could have.
verify::Check mean() {
  const Products products(64, 0.2);
  Eigen::ArrayXd u = products.mu;
  transport::NeumannPoisson(products.grid).solve(u.data());
  const Eigen::ArrayXd size = u.abs();
  return verify::value_check(0, sum(u.data(), u.size()) / sum(size.data(), size.size()), 1e-12,
                             "the constant has no part in it", "mean of the solution over its mean size");
}

}  // namespace

frame::Plan pieces_plan() {
  frame::Plan plan{"The pieces", "c-transforms against a search, Poisson's equation on a cosine mode."};
  plan.checks = {
      {"c_transform", search}, {"c_transform_thrice", thrice}, {"poisson", mode}, {"poisson_mean", mean}};
  return plan;
}

}  // namespace kolmo::optimal_transport
