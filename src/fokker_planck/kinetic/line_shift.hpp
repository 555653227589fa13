#pragma once
// One line of cells, moved.

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/fokker_planck/kinetic/kinetic_transport.hpp"

namespace kolmo::fokker_planck {

inline constexpr Index shift_halo = 2;  ///< cells on either side that the widest stencil reaches

/// By how much, and with which rule.
struct LineShift {
  Index whole;                              ///< k
  double weights[2 * shift_halo + 1] = {};  ///< m_i = Σ_j weights[j] p_{i − halo + j}
  int stencil;
  bool positive;
};

/// |cells| < 2⁵².
LineShift line_shift(const KineticTransport& transport, double cells);

/// line[0 … n − 1] moved in place; shift_halo entries before and after it are free. Scratch: 2 n + 2 doubles.
/// In rings the last cell has the first as its neighbour.
void shift_ring(const LineShift& shift, Index n, double* line, double* scratch);
/// Where nothing passes the ends: beyond them p = 0, and what would move on stays in the outermost cell.
void shift_closed(const LineShift& shift, Index n, double* line, double* scratch);

}  // namespace kolmo::fokker_planck
