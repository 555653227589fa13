#pragma once
// Where e^{−V/T} is more than nothing on the line.

#include <utility>

#include "kolmo/density/potential.hpp"

namespace kolmo::density {

/// V at one point of the line.
double value_at(const Potential& potential, double x);

/// The lowest value of V on the lattice about 0, and where it is.
std::pair<double, double> lowest(const Potential& potential);

/// The first point from `start` in the direction `sign` beyond which V stays above `level`; NumericalFailure
/// where there is none.
double end_of_support(const Potential& potential, double start, double sign, double level);

}  // namespace kolmo::density
