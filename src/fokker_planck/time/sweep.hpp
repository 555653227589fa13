#pragma once
// One implicit stage on a bundle of parallel lines at once.

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/fokker_planck/time/singly_implicit.hpp"

namespace kolmo::fokker_planck {

/// Lines side by side in one sweep: the lanes.
inline constexpr Index sweep_lanes = 16;

/// κ Δt times the face rates of n-cell lines, and the inverse pivots of I − K eliminated from cell 0 up. Face
/// i lies below cell i. Faces 0 and n carry 0 where nothing passes the sides; the leaks, down[0] and up[n],
/// where they absorb; and both the same face where the lines are rings, whose last cell is eliminated last
/// (core/linear/ring_solver.hpp). Entry i belongs to all lanes, or entries 16 i … 16 i + 15 to one lane each.
struct SweepFactors {
  const double *up, *down;            ///< n + 1 rows
  const double* inverse_pivot;        ///< n rows
  const double *to_last, *from_last;  ///< n rows; rings alone
  bool shared;
  enum class Sides { closed, absorbing, ring } sides;
};

/// What 16 lines lost through their lower and upper sides.
struct SweepLosses {
  double lower[sweep_lanes], upper[sweep_lanes];
};

struct SweepRange {
  double minimum, sum;
};

/// Applies `stage` to 16 lines of n cells: cell i of lane l at p[i · stride + l]. Scratch: n × 16 doubles.
/// Returns the smallest new entry and the sum of the new entries (finite if all are). What absorbing sides
/// took is added to `losses`, which other lines leave alone.
SweepRange sweep(const SweepFactors& factors, const ImplicitStage& stage, Index n, double* p, Index stride,
                 double* scratch, SweepLosses& losses);

/// tile[16 i + l] = line l's cell i for 16 lines that lie `stride` apart and are contiguous along i; and
/// back.
void gather_tile(const double* lines, Index stride, Index n, double* tile);
void scatter_tile(const double* tile, Index stride, Index n, double* lines);

}  // namespace kolmo::fokker_planck
