#pragma once
// Fluxes along the lines of a sweep, and its elimination upwards: inlined into the kernel of every kind of
// line.

#include "sweep.hpp"
#include "sweep_row.hpp"

namespace kolmo::fokker_planck {

using Sides = SweepFactors::Sides;

template <bool shared>
KOLMO_INLINE auto coefficient(const double* values, Index i) {
  if constexpr (shared) {
    return values[i];
  } else {
    return row(values + i * sweep_lanes);
  }
}

/// What a stage does besides the solve: nothing; fluxes of the old density before it; also after it.
enum class Old { none, before, after };

struct Eliminated {
  Row z;            // z in the last cell, where q = z
  Row first, last;  // the old p in the first and in the last cell
  Row sum;          // Σp
};

// What a density sends up through face 0 and through face n.
template <bool shared, Sides sides>
KOLMO_INLINE Row through_lower(const SweepFactors& factors, const Row& first, const Row& last) {
  if constexpr (sides == Sides::closed) return zero();
  const Row out = coefficient<shared>(factors.down, 0) * first;
  if constexpr (sides == Sides::absorbing) return zero() - out;
  return coefficient<shared>(factors.up, 0) * last - out;
}
template <bool shared, Sides sides>
KOLMO_INLINE Row through_upper(const SweepFactors& factors, Index n, const Row& first, const Row& last) {
  if constexpr (sides == Sides::closed) return zero();
  if constexpr (sides == Sides::ring) return through_lower<shared, sides>(factors, first, last);
  return coefficient<shared>(factors.up, n) * last;
}

/// Flux through the face above cell i < n − 1.
template <bool shared>
KOLMO_INLINE Row through(const SweepFactors& factors, Index i, const Row& here, const Row& next) {
  return coefficient<shared>(factors.up, i + 1) * here - coefficient<shared>(factors.down, i + 1) * next;
}

// z_i = (p_i + e (K p)_i)/pivot_i + U_i/pivot_i z_{i−1} into scratch. In rings the last cell also gets
// to_last_i z_i from every other.
template <bool shared, Old old, Sides sides>
KOLMO_INLINE Eliminated eliminate(const SweepFactors& factors, double explicit_part, Index n, const double* p,
                                  Index stride, double* scratch) {
  constexpr bool with_old = old != Old::none;
  const Row first = row(p), last = row(p + (n - 1) * stride);
  Row z = zero(), flux = zero(), here = first, collected = zero(), sum = zero();
  if constexpr (with_old) flux = through_lower<shared, sides>(factors, first, last);
  for (Index i = 0; i < n; ++i) {
    Row rhs = here;
    sum = sum + here;
    if (i + 1 < n) {
      const Row next = row(p + (i + 1) * stride);
      if constexpr (with_old) {
        const Row above = through<shared>(factors, i, here, next);
        rhs = here - explicit_part * (above - flux);
        flux = above;
      }
      here = next;
    } else if constexpr (with_old && sides == Sides::closed) {
      rhs = here + explicit_part * flux;
    } else if constexpr (with_old) {
      rhs = here - explicit_part * (through_upper<shared, sides>(factors, n, first, last) - flux);
    }
    const auto inverse = coefficient<shared>(factors.inverse_pivot, i);
    if constexpr (sides == Sides::ring) {
      if (i + 1 == n) rhs = rhs + collected;
    }
    z = inverse * rhs + (coefficient<shared>(factors.up, i) * inverse) * z;
    if constexpr (sides == Sides::ring) {
      collected = collected + coefficient<shared>(factors.to_last, i) * z;
    }
    put(z, scratch + i * sweep_lanes);
  }
  return {z, first, last, sum};
}

}  // namespace kolmo::fokker_planck
