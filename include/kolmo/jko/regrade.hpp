#pragma once
// New nodes for a density whose cells have become too wide where they matter.

#include "kolmo/jko/lagrangian_density.hpp"

namespace kolmo::jko {

/// How far the cells are from sharing ½ dx/(X_N − X_0) + ½ ρ^{1/3} dx/∫ρ^{1/3} equally: the largest share
/// times N, 1 just after `regraded`. Cells of fixed mass move with it: where a well empties over a barrier,
/// they stand on the barrier as wide as their mass divided by a density that is e^{−ΔV/T} of the peak's,
/// however many there are.
double grading(const LagrangianDensity& rho);

/// The same law on as many new cells, which share it equally. The distribution function is interpolated by a
/// monotone cubic in each old cell (Hermite, with the densities at its nodes as slopes, kept in [0, 3] times
/// the cell's own: Fritsch and Carlson 1980), in mass of that cell, so that far tails keep their digits:
/// smooth laws move by O(h⁴). The ends stay where they are.
LagrangianDensity regraded(const LagrangianDensity& rho);

/// P(X > x) by the same interpolation: to O(h⁴), where LagrangianDensity::probability_above errs by O(h²)
/// with a factor that depends on where x lies in its cell.
double mass_above(const LagrangianDensity& rho, double x);

}  // namespace kolmo::jko
