#pragma once
// Small systems of linear equations.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::sde {

/// Solves M y = r in place, r ← y, M row-major d×d and overwritten: Gaussian elimination with partial
/// pivoting. Numbers that are not finite where M is singular.
void eliminate(double* m, double* r, Index d);

}  // namespace kolmo::sde
