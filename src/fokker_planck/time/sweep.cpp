#include "sweep.hpp"

#include <algorithm>
#include <limits>

#include "fokker_planck/operator/packs.hpp"
#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo::fokker_planck {
namespace {

using Sides = SweepFactors::Sides;

constexpr Index packs = sweep_lanes / pack_size;
static_assert(packs == 2);

/// One row of lanes.
struct Row {
  Pack a, b;
};

KOLMO_INLINE Row zero() { return {Pack{}, Pack{}}; }
KOLMO_INLINE Row row(const double* x) {
  Row r;
  load(x, r.a);
  load(x + pack_size, r.b);
  return r;
}
KOLMO_INLINE void put(const Row& r, double* x) {
  store(r.a, x);
  store(r.b, x + pack_size);
}
KOLMO_INLINE Row operator+(const Row& x, const Row& y) { return {x.a + y.a, x.b + y.b}; }
KOLMO_INLINE Row operator-(const Row& x, const Row& y) { return {x.a - y.a, x.b - y.b}; }
KOLMO_INLINE Row operator*(const Row& x, const Row& y) { return {x.a * y.a, x.b * y.b}; }
KOLMO_INLINE Row operator*(double s, const Row& y) { return {s * y.a, s * y.b}; }

template <bool shared>
KOLMO_INLINE auto coefficient(const double* values, Index i) {
  if constexpr (shared) {
    return values[i];
  } else {
    return row(values + i * sweep_lanes);
  }
}

struct Eliminated {
  Row z;            // z in the last cell, where q = z
  Row first, last;  // the old p in the first and in the last cell
};

// What the old density p sends up through face 0 and through face n.
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

// z_i = (p_i + e (K p)_i)/pivot_i + U_i/pivot_i z_{i−1} into scratch. In rings the last cell also gets
// to_last_i z_i from every other.
template <bool shared, bool with_old, Sides sides>
KOLMO_INLINE Eliminated eliminate(const SweepFactors& factors, double explicit_part, Index n, const double* p,
                                  Index stride, double* scratch) {
  const Row first = row(p), last = row(p + (n - 1) * stride);
  Row z = zero(), flux = zero(), here = first, collected = zero();
  if constexpr (with_old) flux = through_lower<shared, sides>(factors, first, last);
  for (Index i = 0; i < n; ++i) {
    Row rhs = here;
    if (i + 1 < n) {
      const Row next = row(p + (i + 1) * stride);
      if constexpr (with_old) {
        const auto up = coefficient<shared>(factors.up, i + 1),
                   down = coefficient<shared>(factors.down, i + 1);
        const Row above = up * here - down * next;
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
  return {z, first, last};
}

struct Watch {
  Row minimum, sum;
  KOLMO_INLINE void see(const Row& x) {
    lower(x.a, minimum.a);
    lower(x.b, minimum.b);
    sum = sum + x;
  }
};

KOLMO_INLINE void add(const Row& x, double* to) { put(row(to) + x, to); }

// q_i = z_i + V_{i+1}/pivot_i q_{i+1} (+ from_last_i/pivot_i q_{n−1} in rings) from q = z in the last cell;
// T = old (U p_i − V p_{i+1}) + new (U q_i − V q_{i+1}) on face i + 1; p_{i+1} ← p_{i+1} − (T above − T
// below) as soon as both are known: in rings the last cell waits for face n, which is face 0.
template <bool shared, bool with_old, Sides sides>
KOLMO_INLINE void substitute(const SweepFactors& factors, const ImplicitStage& stage, Index n, double* p,
                             Index stride, const double* scratch, const Eliminated& old_ends,
                             SweepLosses& losses, Watch& watch) {
  const Row q_last = old_ends.z;
  Row q = q_last, upper = old_ends.last, above = zero();
  if constexpr (sides == Sides::absorbing) {
    above = stage.new_flux * through_upper<shared, sides>(factors, n, q, q);
    if constexpr (with_old) {
      above = stage.old_flux * through_upper<shared, sides>(factors, n, old_ends.first, upper) + above;
    }
    add(above, losses.upper);
  }
  for (Index i = n - 2; i >= 0; --i) {
    const auto up = coefficient<shared>(factors.up, i + 1), down = coefficient<shared>(factors.down, i + 1);
    const auto inverse = coefficient<shared>(factors.inverse_pivot, i);
    Row below = row(scratch + i * sweep_lanes) + (down * inverse) * q;
    if constexpr (sides == Sides::ring) {
      below = below + (coefficient<shared>(factors.from_last, i) * inverse) * q_last;
    }
    const Row old = row(p + i * stride);
    Row through = stage.new_flux * (up * below - down * q);
    if constexpr (with_old) through = stage.old_flux * (up * old - down * upper) + through;
    const Row updated = upper - (above - through);
    put(updated, p + (i + 1) * stride);
    if (sides != Sides::ring || i + 2 < n) watch.see(updated);
    above = through;
    q = below;
    upper = old;
  }
  if constexpr (sides == Sides::closed) {
    const Row updated = upper - above;
    put(updated, p);
    watch.see(updated);
  } else {
    Row through = stage.new_flux * through_lower<shared, sides>(factors, q, q_last);
    if constexpr (with_old) {
      through = stage.old_flux * through_lower<shared, sides>(factors, upper, old_ends.last) + through;
    }
    const Row updated = upper - (above - through);
    put(updated, p);
    watch.see(updated);
    if constexpr (sides == Sides::ring) {
      const Row end = row(p + (n - 1) * stride) - through;
      put(end, p + (n - 1) * stride);
      watch.see(end);
    } else {
      add(zero() - through, losses.lower);
    }
  }
}

template <bool shared, bool with_old, Sides sides>
KOLMO_INLINE SweepRange sweep_lines(const SweepFactors& factors, const ImplicitStage& stage, Index n,
                                    double* p, Index stride, double* scratch, SweepLosses& losses) {
  const Eliminated ends =
      eliminate<shared, with_old, sides>(factors, stage.explicit_part, n, p, stride, scratch);
  const double infinity = std::numeric_limits<double>::infinity();
  const Pack none = {infinity, infinity, infinity, infinity, infinity, infinity, infinity, infinity};
  Watch watch{{none, none}, zero()};
  substitute<shared, with_old, sides>(factors, stage, n, p, stride, scratch, ends, losses, watch);
  SweepRange range{infinity, 0};
  for (Index k = 0; k < pack_size; ++k) {
    range.minimum = std::min({range.minimum, watch.minimum.a[k], watch.minimum.b[k]});
    range.sum += watch.sum.a[k] + watch.sum.b[k];
  }
  return range;
}

// target_clones takes no templates: one function a kind of line.
#define KOLMO_SWEEP(name, shared, with_old, sides)                                                     \
  KOLMO_VECTORISED SweepRange name(const SweepFactors& factors, const ImplicitStage& stage, Index n,   \
                                   double* p, Index stride, double* scratch, SweepLosses& losses) {    \
    return sweep_lines<shared, with_old, Sides::sides>(factors, stage, n, p, stride, scratch, losses); \
  }
KOLMO_SWEEP(sweep_own, false, false, closed)
KOLMO_SWEEP(sweep_own_old, false, true, closed)
KOLMO_SWEEP(sweep_shared, true, false, closed)
KOLMO_SWEEP(sweep_shared_old, true, true, closed)
KOLMO_SWEEP(sweep_own_absorbing, false, false, absorbing)
KOLMO_SWEEP(sweep_own_old_absorbing, false, true, absorbing)
KOLMO_SWEEP(sweep_shared_absorbing, true, false, absorbing)
KOLMO_SWEEP(sweep_shared_old_absorbing, true, true, absorbing)
KOLMO_SWEEP(sweep_own_ring, false, false, ring)
KOLMO_SWEEP(sweep_own_old_ring, false, true, ring)
KOLMO_SWEEP(sweep_shared_ring, true, false, ring)
KOLMO_SWEEP(sweep_shared_old_ring, true, true, ring)
#undef KOLMO_SWEEP

}  // namespace

SweepRange sweep(const SweepFactors& factors, const ImplicitStage& stage, Index n, double* p, Index stride,
                 double* scratch, SweepLosses& losses) {
  static const decltype(&sweep) kernels[3][2][2] = {
      {{sweep_own, sweep_own_old}, {sweep_shared, sweep_shared_old}},
      {{sweep_own_absorbing, sweep_own_old_absorbing}, {sweep_shared_absorbing, sweep_shared_old_absorbing}},
      {{sweep_own_ring, sweep_own_old_ring}, {sweep_shared_ring, sweep_shared_old_ring}}};
  const bool with_old = stage.explicit_part != 0 || stage.old_flux != 0;
  const auto kernel = kernels[static_cast<int>(factors.sides)][factors.shared][with_old];
  return kernel(factors, stage, n, p, stride, scratch, losses);
}

KOLMO_VECTORISED void gather_tile(const double* lines, Index stride, Index n, double* tile) {
  for (Index i = 0; i < n; ++i) {
    for (Index l = 0; l < sweep_lanes; ++l) tile[i * sweep_lanes + l] = lines[l * stride + i];
  }
}

KOLMO_VECTORISED void scatter_tile(const double* tile, Index stride, Index n, double* lines) {
  for (Index l = 0; l < sweep_lanes; ++l) {
    for (Index i = 0; i < n; ++i) lines[l * stride + i] = tile[i * sweep_lanes + l];
  }
}

}  // namespace kolmo::fokker_planck
