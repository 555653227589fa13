#pragma once
// The passes over one line besides its solve.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::fokker_planck {

// Arrays have this many entries of 0 before the first and two times as many behind the last, which p_{−1} and
// p_n keep unless the line is a ring. up and down are κ Δt times the rates of face i below cell i; those of
// faces 0 and n are 0 where nothing passes the ends.
inline constexpr Index line_padding = 8;

/// Σ x and Σ |x|, in 16 interleaved lanes.
struct LineSums {
  double sum, size;
};
LineSums line_sums(const double* x, Index n);

/// out = p + e K p; out ≠ p.
void add_line_inflow(const double* up, const double* down, const double* p, double explicit_part, Index n,
                     double* out);

/// p ← old p + solved (q + t |q|) + flux K p.
struct LineUpdate {
  double old, solved, flux, t;
};
struct LineRange {
  double minimum, maximum, sum;
};
/// Writes the updated p to out ≠ p and returns what it saw there.
LineRange update_line(const double* up, const double* down, const double* p, const double* q,
                      const LineUpdate& by, Index n, double* out);

}  // namespace kolmo::fokker_planck
