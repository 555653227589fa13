#pragma once
// Any problem of the vocabulary on its way to rest: [problem.NAME].

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "kolmo/fokker_planck/operator/generator.hpp"
#include "kolmo/io/configuration.hpp"
#include "kolmo/problem/problem.hpp"

namespace kolmo::relaxation {

/// [lower, upper] of each coordinate.
using Box = std::vector<std::array<double, 2>>;

/// A process on a line or in the plane, on grids: it comes to rest, or it is absorbed and has a
/// quasi-stationary law.
struct RestProblem {
  problem::Problem given;
  fokker_planck::Boundaries boundaries;  ///< closed, absorbing, or periodic
  Index cells;                           ///< of each axis, on the coarsest of three grids
  std::vector<double> eigenvalues;       ///< nonzero ones as known from elsewhere, ascending
  std::optional<Box> from, to;           ///< two sets between which paths pass

  Index dimension() const { return given.dimension(); }
  const std::string& name() const { return given.name; }
  /// Some side absorbs: nothing is left in the end.
  bool is_absorbed() const;
  bool ring() const { return dimension() == 1 && boundaries.periodic(0); }
  /// A line that is no ring: gaps by bisection, everything by integrals.
  bool line() const { return dimension() == 1 && !boundaries.periodic(0); }
  Grid grid(Index cells_now) const;
  fokker_planck::Generator generator(Index cells_now) const;
  /// The initial law on a grid, its sum times the cell volume 1. InvalidArgument where part of it is outside.
  Eigen::ArrayXd initial(const Grid& grid) const;
};

/// How it is studied, for the schema.
io::Schema rest_keys();

/// Throws, located: a process that changes in time, noise that leaves a coordinate out, a domain that cuts
/// the (quasi-)stationary law off at an open side, a start that is at rest, sets between which paths pass
/// where they are absorbed.
RestProblem make_rest_problem(const io::Configuration& configuration, const std::string& name);

}  // namespace kolmo::relaxation
