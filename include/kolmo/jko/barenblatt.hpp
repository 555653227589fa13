#pragma once
// A solution of the porous medium equation that is known.

#include "kolmo/core/grid.hpp"

namespace kolmo::jko {

/// Barenblatt's solution of ρ_t = Δρ² in the plane from a point of mass 1: ρ = t^{−½}(C − r²/(16 √t))₊ with C
/// = 1/√(8π), as averages over cells (4×4 points each), of mass 1 on the grid, which must hold the front at r
/// = 4 √C t^{1/4}. InvalidArgument unless the grid has two axes and t > 0, finite.
Eigen::ArrayXd barenblatt_cells(const Grid& grid, double t);

}  // namespace kolmo::jko
