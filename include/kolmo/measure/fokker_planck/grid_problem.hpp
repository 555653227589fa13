#pragma once
// A diffusion process on a box whose law is known at every time.

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kolmo/density/density.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"

namespace kolmo::measure {

struct GridProblem {
  std::string title, statement;
  std::shared_ptr<const process::Process> process;  ///< constant coefficients (VP: on its clock)
  std::vector<std::array<double, 2>> domain;        ///< lower and upper end of every axis
  fokker_planck::Boundaries boundaries = {};
  double end_time = 0.5;
  /// p_t at the centres of the cells: point values, which the errors are taken against.
  std::function<Eigen::ArrayXd(const Grid&, double t)> law;
  std::vector<Index> cells;  ///< an axis, of the ladder in space; cell Péclet number ≤ 1 on the first
  std::vector<Index> joint_cells;     ///< of the ladder in space and time together, the same
  Index cells_in_time = 96;           ///< an axis, of the grid on which orders in time are measured
  Index coarsest_steps = 16;          ///< to the end time on the first of them
  Index coarsest_steps_squared = 16;  ///< the same where Δt falls as h²
  /// Intervals of orders that are wider decide nothing. (With 0.1 beside them a claim half an order off
  /// fails.)
  double widest_half_width = 0.1;
  /// Without drift every flux is the central one, w(0) = 1, and has its order.
  bool driftless = false;
};

using ProblemPtr = std::shared_ptr<const GridProblem>;

/// The same number of cells along every axis.
Grid grid_of(const GridProblem& problem, Index cells);

fokker_planck::Generator generator_of(const GridProblem& problem,
                                      const fokker_planck::Discretisation& discretisation, Index cells);

/// max |h f̃/D| over the faces of that grid.
double cell_peclet(const GridProblem& problem, Index cells);

/// What the discretisation's claim says of this problem.
double claimed_space_order(const GridProblem& problem, const fokker_planck::Discretisation& discretisation);

/// "implicit_euler_upwind": a stepper on a discretisation.
std::string pair_name(const std::string& stepper, const std::string& discretisation);

/// p of a density at points, one value a row.
Eigen::ArrayXd at_points(const density::Density& density, const Points& x);

/// The same at the cell centres.
Eigen::ArrayXd at_centres(const density::Density& density, const Grid& grid);

}  // namespace kolmo::measure
