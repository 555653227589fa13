#pragma once
// The parts of the experiment, and the densities that they carry.

#include "frame/plan.hpp"
#include "kolmo/core/grid.hpp"

namespace kolmo::optimal_transport {

struct Sizes {
  Index cells, disk_cells, points;
};

/// Cell averages of Π_axes (b + e^{−(x − m)²/2s²}) on n×n cells of the unit square, of mass 1: where the mass
/// begins (m, s = 0.35, 0.08 and 0.4, 0.1) and where it goes (0.65, 0.1 and 0.55, 0.07).
struct Products {
  Products(Index cells, double background);
  Grid grid;
  Eigen::ArrayXd mu, nu;
};

frame::Plan points_plan(const Sizes& sizes);    // points_part.cpp
frame::Plan pieces_plan();                      // pieces_part.cpp
frame::Plan products_plan(const Sizes& sizes);  // grid_part.cpp
frame::Plan disk_plan(const Sizes& sizes);      // grid_part.cpp

}  // namespace kolmo::optimal_transport
