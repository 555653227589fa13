#pragma once
// One implicit stage on a bundle of parallel lines at once.

#include "kolmo/core/block.hpp"
#include "kolmo/fokker_planck/singly_implicit.hpp"

namespace kolmo::fokker_planck {

/// Lines side by side in one sweep: the lanes.
inline constexpr Index sweep_lanes = 16;

/// κ Δt times the face rates of n-cell lines, and the inverse pivots of I − K eliminated from cell 0 up. Face
/// i lies below cell i; faces 0 and n carry 0. Entry i belongs to all lanes, or entries 16 i … 16 i + 15 to
/// one lane each.
struct SweepFactors {
  const double *up, *down;      ///< n + 1 rows
  const double* inverse_pivot;  ///< n rows
  bool shared;
};

struct SweepRange {
  double minimum, sum;
};

/// Applies `stage` to 16 lines of n cells: cell i of lane l at p[i · stride + l]. Scratch: n × 16 doubles.
/// Returns the smallest new entry and the sum of the new entries (finite if all are).
SweepRange sweep(const SweepFactors& factors, const ImplicitStage& stage, Index n, double* p, Index stride,
                 double* scratch);

/// tile[16 i + l] = line l's cell i for 16 lines that lie `stride` apart and are contiguous along i; and
/// back.
void gather_tile(const double* lines, Index stride, Index n, double* tile);
void scatter_tile(const double* tile, Index stride, Index n, double* lines);

}  // namespace kolmo::fokker_planck
