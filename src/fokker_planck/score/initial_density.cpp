#include "kolmo/fokker_planck/score/initial_density.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "fokker_planck/operator/checks.hpp"
#include "fokker_planck/operator/grid_lines.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/gauss_legendre.hpp"
#include "kolmo/core/parallel/memory.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/simd/sum.hpp"

namespace kolmo::fokker_planck {
namespace {

struct Rule {
  std::vector<double> offset, weight;  // within a cell of width 1, centred at 0
};

Rule gauss_4() {
  const GaussLegendre<4> legendre;  // on [−1, 1]; halved
  const double x[] = {legendre.nodes[1] / 2, legendre.nodes[0] / 2};
  const double w[] = {legendre.weights[1] / 2, legendre.weights[0] / 2};
  return {{-x[0], -x[1], x[1], x[0]}, {w[0], w[1], w[1], w[0]}};
}

// The rule's mean of p over every cell.
Eigen::ArrayXd cell_means(const density::Density& density, const Grid& grid, const Rule& rule) {
  const Index d = grid.dimension();
  const std::size_t m = rule.offset.size(), points = d == 1 ? m : d == 2 ? m * m : m * m * m;
  Eigen::ArrayXd mean = Eigen::ArrayXd::Zero(grid.cells());
  for_each_block(grid.cells(), [&](Index, Index first, Index rows) {
    Points x(rows, d);
    Eigen::ArrayXd log_p(rows);
    for (std::size_t q = 0; q < points; ++q) {
      const std::array<std::size_t, 3> node{q % m, q / m % m, q / m / m};
      double weight = 1;
      for (Index k = 0; k < d; ++k) {
        const Axis& axis = grid.axis(k);
        const Index stride = stride_along(grid, k);
        const double shift = rule.offset[node[static_cast<std::size_t>(k)]] * axis.width();
        weight *= rule.weight[node[static_cast<std::size_t>(k)]];
        for (Index i = 0; i < rows; ++i) {
          x(i, k) = axis.centre((first + i) / stride % axis.cells) + shift;
        }
      }
      density.log_density(x, log_p);
      for (Index i = 0; i < rows; ++i) mean(first + i) += weight * std::exp(log_p(i));
    }
  });
  return mean;
}

// A sum well above 1 is a quadrature that misses peaks narrower than its cells.
void check_outside(double outside, double bound) {
  if (outside <= bound && outside >= -std::max(bound, 1e-6)) return;
  char text[200];
  std::snprintf(
      text, sizeof text,
      "mass outside the domain = %.3g: must be at most outside_bound = %.3g and not below 0; take a larger "
      "domain, or more cells if the density is narrow",
      outside, bound);
  throw InvalidArgument(text);
}

}  // namespace

InitialDensity initial_density(const density::Density& density, const Grid& grid, CellValues values,
                               double outside_bound) {
  require(density.dimension() == grid.dimension(), "density dimension",
          static_cast<double>(density.dimension()), "must be that of the grid");
  require_memory(3.0 * static_cast<double>(grid.cells()), "a density on this grid", "take fewer cells");
  const Rule gauss = gauss_4(), midpoint{{0.0}, {1.0}};
  InitialDensity initial{cell_means(density, grid, values == CellValues::average ? gauss : midpoint), 0};
  const bool integrate = values == CellValues::point && grid.dimension() == 1;
  const Eigen::ArrayXd masses = integrate ? cell_means(density, grid, gauss) : initial.density;
  initial.mass_outside = 1 - sum(masses.data(), masses.size()) * grid.cell_volume();
  check_outside(initial.mass_outside, outside_bound);
  const double total = sum(initial.density.data(), initial.density.size()) * grid.cell_volume();
  require(total > 0, "mass of the density on the grid", total, "must be > 0; take more cells");
  initial.density /= total;
  return initial;
}

Eigen::ArrayXd point_mass(const Grid& grid, const Eigen::ArrayXd& place) {
  const Index d = grid.dimension();
  require(place.size() == d, "coordinates of the place", static_cast<double>(place.size()),
          "must be as many as the grid has axes");
  std::array<Index, 3> below{};
  std::array<double, 3> share{};
  for (Index k = 0; k < d; ++k) {
    const Axis& axis = grid.axis(k);
    const auto at = static_cast<std::size_t>(k);
    require(place(k) >= axis.lower && place(k) <= axis.upper, "place", place(k), "must lie on the grid");
    const double cell =
        std::clamp((place(k) - axis.lower) / axis.width() - 0.5, 0.0, static_cast<double>(axis.cells - 1));
    below[at] = std::min(static_cast<Index>(cell), axis.cells - 2);
    share[at] = cell - static_cast<double>(below[at]);
  }
  Eigen::ArrayXd p = Eigen::ArrayXd::Zero(grid.cells());
  for (Index corner = 0; corner < (Index{1} << d); ++corner) {
    double value = 1;
    Index cell = 0, stride = 1;
    for (Index k = 0; k < d; ++k) {
      const auto at = static_cast<std::size_t>(k);
      const bool above = ((corner >> k) & 1) != 0;
      value *= (above ? share[at] : 1 - share[at]) / grid.axis(k).width();
      cell += stride * (below[at] + (above ? 1 : 0));
      stride *= grid.axis(k).cells;
    }
    p(cell) += value;
  }
  return p;
}

}  // namespace kolmo::fokker_planck
