#include "kolmo/fokker_planck/operator/projection.hpp"

#include <algorithm>
#include <cmath>

#include "checks.hpp"
#include "grid_lines.hpp"

namespace kolmo::fokker_planck {
namespace {

/// Of a diagonal's nodes, over the longer side of a cell: axes may differ by any power of ten.
constexpr double most_nodes_a_cell = 64;

struct Table {
  Eigen::ArrayXd x, cdf;
};

// Normalised, with exact ends, and levelled where rounding let it fall.
Law1D finish(const Table& table) {
  const Index last = table.cdf.size() - 1;
  std::vector<double> x(table.x.begin(), table.x.end()), cdf(x.size(), 0.0);
  for (std::size_t j = 1; j < cdf.size(); ++j) {
    cdf[j] = std::clamp(table.cdf(static_cast<Index>(j)) / table.cdf(last), cdf[j - 1], 1.0);
  }
  return Law1D::from_cdf(std::move(x), std::move(cdf));
}

// P(U + W ≤ r) for independent U, W uniform on widths a ≥ b > 0, centred at 0.
double trapezoid_cdf(double r, double a, double b) {
  const double from_edge = (a + b) / 2 - std::abs(r);
  double tail = 0;  // P(U + W > |r|)
  if (from_edge > b) {
    tail = (from_edge - b / 2) / a;
  } else if (from_edge > 0) {
    tail = from_edge * from_edge / (2 * a * b);
  }
  return r < 0 ? tail : 1 - tail;
}

}  // namespace

Eigen::ArrayXd marginal(const Grid& grid, const Eigen::ArrayXd& p, Index axis) {
  check_size(grid, p);
  check_axis(grid, axis);
  if (grid.dimension() == 1) return p;
  const Index n = grid.axis(axis).cells, stride = stride_along(grid, axis);
  Eigen::ArrayXd m = Eigen::ArrayXd::Zero(n);
  for (Index cell = 0; cell < grid.cells(); ++cell) m(cell / stride % n) += p(cell);
  return m * (grid.cell_volume() / grid.axis(axis).width());
}

Law1D axis_law(const Grid& grid, const Eigen::ArrayXd& p, Index axis) {
  check_density(grid, p);
  const Eigen::ArrayXd m = marginal(grid, p, axis);
  Table table{Eigen::ArrayXd(m.size() + 1), Eigen::ArrayXd::Zero(m.size() + 1)};
  for (Index j = 0; j <= m.size(); ++j) {
    table.x(j) = grid.axis(axis).face(j);
    if (j > 0) table.cdf(j) = table.cdf(j - 1) + m(j - 1);
  }
  return finish(table);
}

Law1D diagonal_law(const Grid& grid, const Eigen::ArrayXd& p, int sign) {
  require(grid.dimension() == 2, "grid dimension", static_cast<double>(grid.dimension()), "must be 2");
  require(sign == 1 || sign == -1, "sign", sign, "must be 1 or −1");
  check_density(grid, p);
  const Axis &ax = grid.axis(0), &ay = grid.axis(1);
  const double root = std::sqrt(0.5), wide = root * std::max(ax.width(), ay.width());
  const double narrow = root * std::min(ax.width(), ay.width()), reach = (wide + narrow) / 2;
  const double step = std::max(narrow, wide / most_nodes_a_cell);
  const double lower = root * (ax.lower + (sign > 0 ? ay.lower : -ay.upper));
  const double upper = root * (ax.upper + (sign > 0 ? ay.upper : -ay.lower));
  const Index nodes = static_cast<Index>(std::ceil((upper - lower) / step - 1e-9)) + 1;
  Table table{Eigen::ArrayXd(nodes), Eigen::ArrayXd::Zero(nodes)};
  for (Index j = 0; j < nodes; ++j) table.x(j) = std::min(upper, lower + static_cast<double>(j) * step);
  table.x(nodes - 1) = upper;
  Eigen::ArrayXd passed =
      Eigen::ArrayXd::Zero(nodes);  // the mass of cells whose projection ends before node j
  for (Index cell = 0; cell < grid.cells(); ++cell) {
    const double centre = root * (ax.centre(cell % ax.cells) + sign * ay.centre(cell / ax.cells));
    Index j = std::max<Index>(0, static_cast<Index>(std::floor((centre - reach - lower) / step)));
    for (; j < nodes && table.x(j) < centre + reach; ++j) {
      table.cdf(j) += p(cell) * trapezoid_cdf(table.x(j) - centre, wide, narrow);
    }
    if (j < nodes) passed(j) += p(cell);
    if (j == nodes) passed(nodes - 1) += p(cell) - p(cell) * trapezoid_cdf(upper - centre, wide, narrow);
  }
  double before = 0;
  for (Index j = 0; j < nodes; ++j) {
    before += passed(j);
    table.cdf(j) += before;
  }
  return finish(table);
}

}  // namespace kolmo::fokker_planck
