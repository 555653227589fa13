#pragma once
// The derivative of the cubic spline through log p + e on one line, as pieces between cell centres.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::fokker_planck {

struct ResolvedCells {
  Index first, last;  ///< the hull of the resolved cells
};

/// Writes 4 (n + 1) numbers: entries 4 j … 4 j + 2 are c₀, c₁, c₂ of the derivative s of log p + exponent, s
/// = c₀ + c₁ ξ + c₂ ξ² on the piece that starts at centre j − 1 (ξ = 0) and ends at centre j, the fourth is
/// log p + exponent at its start. Pieces 0 and n continue s linearly to both sides. Stretches of at least 5
/// cells with p ≥ floor are splined each for itself and joined as GridScore says. Returns first = −1 if there
/// is none.
ResolvedCells log_spline_pieces(const double* p, const double* exponent, Index n, double h, double floor,
                                double* pieces);

}  // namespace kolmo::fokker_planck
