#pragma once
// A density that is given by its formula, on the cells of a grid.

#include "four_roads/problem/box_law.hpp"
#include "kolmo/density/expression.hpp"

namespace kolmo::four_roads {

/// The formula at the centres of the cells. Throws InvalidArgument where it is negative or not finite.
Eigen::ArrayXd formula_cells(const density::Expression& formula, const Grid& grid);

/// Throws InvalidArgument where a density, `cells` at the centres, varies within its cells: where 0.005 of
/// the mass (on more than one axis 0.025) lies elsewhere on cells half as wide. A peak with a deviation of
/// 0.8 cells moves 0.025 and has its weight to 1e-5; narrower ones get any weight. A jump moves an eighth of
/// a cell on the line, and in the plane so much of every cell on its curve.
void require_resolved(const density::Expression& formula, const Grid& grid, const Eigen::ArrayXd& cells);

}  // namespace kolmo::four_roads
