#pragma once
// A grid and what a configuration's formulas are on it.

#include "kolmo/core/grid.hpp"
#include "kolmo/io/configuration.hpp"

namespace kolmo::frame {

/// The grid of the keys `entry`.domain = [[lower, upper], …], one to three axes, and `entry`.cells along each
/// of them. Throws io::ConfigurationError that points to the key.
Grid read_grid(const io::Configuration& configuration, const std::string& entry);

/// A formula in x, y, z at the centres of the cells. Throws io::ConfigurationError where it cannot be read or
/// is not finite at a centre.
Eigen::ArrayXd read_values(const io::Configuration& configuration, const std::string& key, const Grid& grid);

/// A density by its formula: averages over the cells by Gauss and Legendre's rule of four points along each
/// axis, divided by their mass.
struct FormulaDensity {
  Eigen::ArrayXd averages;
  double mass;  ///< of the formula
};

/// Throws io::ConfigurationError where the formula cannot be read, is negative or not finite somewhere, or 0
/// everywhere.
FormulaDensity read_density(const io::Configuration& configuration, const std::string& key, const Grid& grid);

}  // namespace kolmo::frame
