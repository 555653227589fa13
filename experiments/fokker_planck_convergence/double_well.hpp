#pragma once
// The double well V = (x² − 1)² at T = 1: no law in closed form, but one to many digits.

#include "fokker_planck_convergence/grid_orders.hpp"

namespace kolmo::fokker_planck_convergence {

/// Between walls at ±2 from N(−0.5, 0.3²) to t = 0.25. The law at t is that of the fitted flux on 34020 and
/// 11340 cells by sdirk3 in 1000 steps, extrapolated (Richardson) at the centres that they share with the
/// ladder's grids: the ratios of the numbers of cells are odd.
ProblemPtr double_well_problem(const RunSettings& settings);

/// Moments of N(−0.5, 0.15²) at t = 0.25 and 3, and eigenvalues, against data/reference.
void add_references(Plan& plan);

}  // namespace kolmo::fokker_planck_convergence
