#pragma once
// A solution of the porous medium equation that is known.

#include "kolmo/core/grid.hpp"

namespace kolmo::jko {

/// Barenblatt's solution of ρ_t = Δρ^m in the plane from a point of mass 1: ρ = t^{−2β}(C − κ r²
/// t^{−2β})₊^{1/(m−1)} with β = 1/(2m), κ = β(m − 1)/(2m) and C by the mass (m = 2: t^{−½}(C − r²/(16 √t))₊,
/// C = 1/√(8π)), as averages over cells (4×4 points each), of mass 1 on the grid, which must hold the front
/// at r = √(C/κ) t^β. InvalidArgument unless the grid has two axes, t > 0, finite, and m is within (1, 20].
Eigen::ArrayXd barenblatt_cells(const Grid& grid, double t, double m = 2);

}  // namespace kolmo::jko
