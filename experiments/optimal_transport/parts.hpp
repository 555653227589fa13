#pragma once
// The parts of the experiment, and the densities that they carry.

#include "frame/plan.hpp"
#include "kolmo/core/grid.hpp"

namespace kolmo::optimal_transport {

struct Sizes {
  Index cells, disk_cells, points, flow_cells, paths;
};

/// Cell averages of Π_axes (b + e^{−(x − m)²/2s²}) on n×n cells of the unit square, of mass 1: where the mass
/// begins (m, s = 0.35, 0.08 and 0.4, 0.1) and where it goes (0.65, 0.1 and 0.55, 0.07).
struct Products {
  Products(Index cells, double background);
  Grid grid;
  Eigen::ArrayXd mu, nu;
};

/// Half of W2² between the products for b = 0.2 and 0.02, by one-dimensional quadratures of inverse
/// distribution functions.
inline constexpr double half_square = 0.02142032, half_square_thin = 0.04952524;
inline constexpr const char* quadrature = "one-dimensional integrals of inverse distribution functions";

frame::Plan points_plan(const Sizes& sizes);    // points_part.cpp
frame::Plan pieces_plan();                      // pieces_part.cpp
frame::Plan products_plan(const Sizes& sizes);  // grid_part.cpp
frame::Plan disk_plan(const Sizes& sizes);      // grid_part.cpp
frame::Plan entropic_plan();                    // entropic_part.cpp
frame::Plan least_action_plan(const Sizes& sizes);
frame::Plan bridge_plan(const Sizes& sizes);
frame::Plan paths_plan();
frame::Plan flow_plan();

}  // namespace kolmo::optimal_transport
