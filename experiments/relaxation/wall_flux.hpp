#pragma once
// D p of a density at rest at the sides of a grid.

#include "kolmo/core/grid.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::relaxation {

/// Σ over both sides of `axis` of ∫ D p there, with the outward sign; D p at a side by a straight line
/// through the last two cells, 0 where the noise vanishes
/// (fokker_planck::noise_at).
double at_walls(const process::Process& process, const Grid& grid, const Eigen::ArrayXd& density, Index axis);

}  // namespace kolmo::relaxation
