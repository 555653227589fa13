#pragma once
// Norms of the difference of two functions on the cells of a grid.

#include "kolmo/core/grid.hpp"
#include "kolmo/core/parallel/block.hpp"

namespace kolmo::verify {

struct ErrorNorms {
  double l1 = 0;       ///< Σ|a − b| |cell|
  double l2 = 0;       ///< (Σ|a − b|² |cell|)^{1/2}
  double maximum = 0;  ///< max|a − b|
};

/// a and b hold one number a cell. Throws InvalidArgument where a size differs from grid.cells() or a number
/// is not finite.
ErrorNorms error_norms(const Grid& grid, const ConstValues& a, const ConstValues& b);

}  // namespace kolmo::verify
