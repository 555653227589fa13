#pragma once
// What a distance is measured between: points of two files, or two densities by their formulas on a grid.

#include <optional>

#include "kolmo/core/grid.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::optimal_transport {

struct OwnPoints {
  Points from, to;
};

struct OwnDensities {
  Grid grid;
  Eigen::ArrayXd from, to;    ///< averages over the cells, of mass 1
  double mass_from, mass_to;  ///< of the formulas
};

/// Whether the distance is between files (else between formulas). Throws io::ConfigurationError unless both
/// sides are given, in the same way.
bool between_files(const io::Configuration& configuration, const std::string& name);

/// Throws io::ConfigurationError where columns differ, what io::read_csv throws else.
OwnPoints own_points(const io::Configuration& configuration, const std::string& name);

/// Averages by Gauss and Legendre's rule of four points along each axis of a cell. Throws
/// io::ConfigurationError, pointing to the formula, where it is negative or not finite somewhere, or 0
/// everywhere.
OwnDensities own_densities(const io::Configuration& configuration, const std::string& name);

}  // namespace kolmo::optimal_transport
