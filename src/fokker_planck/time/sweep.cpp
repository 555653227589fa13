#include "sweep.hpp"

#include <algorithm>
#include <limits>

#include "kolmo/core/simd/vectorised.hpp"
#include "sweep_elimination.hpp"

namespace kolmo::fokker_planck {
namespace {

/// How a stage updates: p ← old p + solved q + flux K p.
struct Update {
  double old, solved, flux;
  explicit Update(const ImplicitStage& stage)
      : old(1 - stage.new_flux),
        solved(stage.new_flux),
        flux(stage.old_flux - stage.explicit_part * stage.new_flux) {}
};

struct Watch {
  Row minimum, sum;
  KOLMO_INLINE void see(const Row& x) {
    lower(x.a, minimum.a);
    lower(x.b, minimum.b);
    sum = sum + x;
  }
};

KOLMO_INLINE void add(const Row& x, double* to) { put(row(to) + x, to); }

/// What was solved for: q in the first and in the last cell, Σq and Σ|q|.
struct Solved {
  Row first, last, sum, size;
};

// q_i = z_i + V_{i+1}/pivot_i q_{i+1} (+ from_last_i/pivot_i q_{n−1} in rings) over z.
template <bool shared, Sides sides>
KOLMO_INLINE Solved substitute(const SweepFactors& factors, Index n, const Row& q_last, double* scratch) {
  Row q = q_last, sum = q, size = magnitude(q);
  for (Index i = n - 2; i >= 0; --i) {
    const auto inverse = coefficient<shared>(factors.inverse_pivot, i);
    q = row(scratch + i * sweep_lanes) + (coefficient<shared>(factors.down, i + 1) * inverse) * q;
    if constexpr (sides == Sides::ring) {
      q = q + (coefficient<shared>(factors.from_last, i) * inverse) * q_last;
    }
    put(q, scratch + i * sweep_lanes);
    sum = sum + q;
    size = size + magnitude(q);
  }
  return {q, q_last, sum, size};
}

// The part t of |q| that what is solved for must grow by: Σ rhs = Σq + what q leaks, which the solve keeps to
// its rounding alone. Where q ≥ 0 this is one factor for q and its leaks.
template <bool shared, Sides sides>
KOLMO_INLINE Row defect(const SweepFactors& factors, double explicit_part, Index n, const Eliminated& old,
                        const Solved& solved) {
  if constexpr (sides != Sides::absorbing) return quotient(old.sum - solved.sum, solved.size);
  const Row lost = explicit_part * (through_upper<shared, sides>(factors, n, old.first, old.last) -
                                    through_lower<shared, sides>(factors, old.first, old.last));
  const Row leaks = through_upper<shared, sides>(factors, n, solved.first, solved.last) -
                    through_lower<shared, sides>(factors, solved.first, solved.last);
  return quotient(old.sum - lost - solved.sum - leaks, solved.size + magnitude(leaks));
}

// p_i ← old p_i + solved q_i + flux (K p)_i, q corrected.
template <bool shared, Old old, Sides sides>
KOLMO_INLINE void update(const SweepFactors& factors, const Update& by, Index n, double* p, Index stride,
                         const double* scratch, const Eliminated& ends, const Row& t, Watch& watch) {
  Row here = ends.first, flux = zero();
  if constexpr (old == Old::after) flux = through_lower<shared, sides>(factors, ends.first, ends.last);
  for (Index i = 0; i < n; ++i) {
    const Row q = row(scratch + i * sweep_lanes);
    Row updated = q + t * magnitude(q);
    if constexpr (old == Old::before) updated = by.old * row(p + i * stride) + by.solved * updated;
    if constexpr (old == Old::after) {
      const Row next = i + 1 < n ? row(p + (i + 1) * stride) : here;
      const Row above = i + 1 < n ? through<shared>(factors, i, here, next)
                                  : through_upper<shared, sides>(factors, n, ends.first, ends.last);
      updated = by.old * here + by.solved * updated - by.flux * (above - flux);
      flux = above;
      here = next;
    }
    put(updated, p + i * stride);
    watch.see(updated);
  }
}

/// What leaves by the old and by the solved density.
template <bool shared, Old old>
KOLMO_INLINE void count_losses(const SweepFactors& factors, const ImplicitStage& stage, Index n,
                               const Eliminated& ends, const Solved& solved, const Row& t,
                               SweepLosses& losses) {
  constexpr Sides sides = Sides::absorbing;
  Row below = zero() - through_lower<shared, sides>(factors, solved.first, solved.last);
  Row above = through_upper<shared, sides>(factors, n, solved.first, solved.last);
  below = stage.new_flux * (below + t * magnitude(below));
  above = stage.new_flux * (above + t * magnitude(above));
  if constexpr (old != Old::none) {
    below = below - stage.old_flux * through_lower<shared, sides>(factors, ends.first, ends.last);
    above = above + stage.old_flux * through_upper<shared, sides>(factors, n, ends.first, ends.last);
  }
  add(below, losses.lower);
  add(above, losses.upper);
}

template <bool shared, Old old, Sides sides>
KOLMO_INLINE SweepRange sweep_lines(const SweepFactors& factors, const ImplicitStage& stage, Index n,
                                    double* p, Index stride, double* scratch, SweepLosses& losses) {
  const Eliminated ends = eliminate<shared, old, sides>(factors, stage.explicit_part, n, p, stride, scratch);
  const Solved solved = substitute<shared, sides>(factors, n, ends.z, scratch);
  const Row t = defect<shared, sides>(factors, stage.explicit_part, n, ends, solved);
  if constexpr (sides == Sides::absorbing)
    count_losses<shared, old>(factors, stage, n, ends, solved, t, losses);
  const double infinity = std::numeric_limits<double>::infinity();
  const Pack none = {infinity, infinity, infinity, infinity, infinity, infinity, infinity, infinity};
  Watch watch{{none, none}, zero()};
  update<shared, old, sides>(factors, Update(stage), n, p, stride, scratch, ends, t, watch);
  SweepRange range{infinity, 0};
  for (Index k = 0; k < pack_size; ++k) {
    range.minimum = std::min({range.minimum, watch.minimum.a[k], watch.minimum.b[k]});
    range.sum += watch.sum.a[k] + watch.sum.b[k];
  }
  return range;
}

// target_clones takes no templates: one function a kind of line.
#define KOLMO_SWEEP(name, shared, old, sides)                                                          \
  KOLMO_VECTORISED SweepRange name(const SweepFactors& factors, const ImplicitStage& stage, Index n,   \
                                   double* p, Index stride, double* scratch, SweepLosses& losses) {    \
    return sweep_lines<shared, Old::old, Sides::sides>(factors, stage, n, p, stride, scratch, losses); \
  }
#define KOLMO_SWEEPS(sides)                               \
  KOLMO_SWEEP(own_##sides, false, none, sides)            \
  KOLMO_SWEEP(own_before_##sides, false, before, sides)   \
  KOLMO_SWEEP(own_after_##sides, false, after, sides)     \
  KOLMO_SWEEP(shared_##sides, true, none, sides)          \
  KOLMO_SWEEP(shared_before_##sides, true, before, sides) \
  KOLMO_SWEEP(shared_after_##sides, true, after, sides)
KOLMO_SWEEPS(closed)
KOLMO_SWEEPS(absorbing)
KOLMO_SWEEPS(ring)
#undef KOLMO_SWEEPS
#undef KOLMO_SWEEP

/// Implicit Euler alone needs nothing of the old density.
Old old_part(const ImplicitStage& stage) {
  if (Update(stage).flux != 0) return Old::after;
  return stage.explicit_part != 0 || stage.new_flux != 1 ? Old::before : Old::none;
}

}  // namespace

SweepRange sweep(const SweepFactors& factors, const ImplicitStage& stage, Index n, double* p, Index stride,
                 double* scratch, SweepLosses& losses) {
#define KOLMO_KERNELS(sides)                                           \
  {                                                                    \
    {own_##sides, own_before_##sides, own_after_##sides},              \
        {shared_##sides, shared_before_##sides, shared_after_##sides}, \
  }
  static const decltype(&sweep) kernels[3][2][3] = {KOLMO_KERNELS(closed), KOLMO_KERNELS(absorbing),
                                                    KOLMO_KERNELS(ring)};
#undef KOLMO_KERNELS
  const auto kernel =
      kernels[static_cast<int>(factors.sides)][factors.shared][static_cast<int>(old_part(stage))];
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
