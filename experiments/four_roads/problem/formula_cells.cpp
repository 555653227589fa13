#include "four_roads/problem/formula_cells.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::four_roads {

Eigen::ArrayXd formula_cells(const density::Expression& formula, const Grid& grid) {
  const Points x = grid.centres();
  Points value(x.rows(), 1);
  density::ExpressionProgram({formula}).evaluate(0, x, value);
  for (Index i = 0; i < x.rows(); ++i) {
    if (value(i, 0) >= 0 && std::isfinite(value(i, 0))) continue;
    std::string place;
    for (Index j = 0; j < x.cols(); ++j) place += (j == 0 ? "" : ", ") + number_text(x(i, j), 6);
    throw InvalidArgument("is " + number_text(value(i, 0), 6) + " at (" + place +
                          "), within the domain: a density is finite and at least 0");
  }
  if (!(value.maxCoeff() > 0)) throw InvalidArgument("is 0 on all of the domain");
  return value.col(0);
}

namespace {

/// Half the L1 distance to the density on cells half as wide.
double moved_by_halving(const density::Expression& formula, const Grid& grid, const Eigen::ArrayXd& cells) {
  std::vector<Axis> axes;
  for (Index j = 0; j < grid.dimension(); ++j) axes.push_back(grid.axis(j));
  for (Axis& axis : axes) axis.cells *= 2;
  const Grid halves(axes);
  const Eigen::ArrayXd means = BoxLaw(halves, formula_cells(formula, halves)).on(grid);
  return 0.5 * (cells / cells.sum() - means / means.sum()).abs().sum();
}

}  // namespace

void require_resolved(const density::Expression& formula, const Grid& grid, const Eigen::ArrayXd& cells) {
  const double moved = moved_by_halving(formula, grid, cells);
  if (moved <= (grid.dimension() == 1 ? 0.005 : 0.025)) return;
  std::string widths;
  for (Index j = 0; j < grid.dimension(); ++j)
    widths += (j == 0 ? "" : " × ") + number_text(grid.axis(j).width(), 3);
  throw InvalidArgument("varies within cells of " + widths + ", in which it is taken: a share of " +
                        number_text(moved, 3) +
                        " lies elsewhere on cells half as wide; narrow the domain, or give narrow parts as "
                        "weights, means and deviations");
}

}  // namespace kolmo::four_roads
