#include "sweep.hpp"

#include <algorithm>
#include <limits>

#include "kolmo/core/vectorised.hpp"
#include "packs.hpp"

namespace kolmo::fokker_planck {
namespace {

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

// z_i = (p_i + e (K p)_i)/pivot_i + U_i/pivot_i z_{i−1} into scratch; returns the last z, and the last p in
// `last`.
template <bool shared, bool with_old>
KOLMO_INLINE Row eliminate(const SweepFactors& factors, double explicit_part, Index n, const double* p,
                           Index stride, double* scratch, Row& last) {
  Row z = zero(), flux = zero(), here = row(p);
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
      last = here = next;
    } else if constexpr (with_old) {
      rhs = here + explicit_part * flux;
    }
    const auto inverse = coefficient<shared>(factors.inverse_pivot, i);
    z = inverse * rhs + (coefficient<shared>(factors.up, i) * inverse) * z;
    put(z, scratch + i * sweep_lanes);
  }
  return z;
}

struct Watch {
  Row minimum, sum;
  KOLMO_INLINE void see(const Row& x) {
    lower(x.a, minimum.a);
    lower(x.b, minimum.b);
    sum = sum + x;
  }
};

// q_i = z_i + V_{i+1}/pivot_i q_{i+1} from q = z in the last cell; T = old (U p_i − V p_{i+1}) + new (U q_i −
// V q_{i+1}) on face i + 1; p_{i+1} ← p_{i+1} − (T above − T below) as soon as both are known.
template <bool shared, bool with_old>
KOLMO_INLINE void substitute(const SweepFactors& factors, const ImplicitStage& stage, Index n, double* p,
                             Index stride, const double* scratch, Row q, Row upper, Watch& watch) {
  Row above = zero();
  for (Index i = n - 2; i >= 0; --i) {
    const auto up = coefficient<shared>(factors.up, i + 1), down = coefficient<shared>(factors.down, i + 1);
    const Row below =
        row(scratch + i * sweep_lanes) + (down * coefficient<shared>(factors.inverse_pivot, i)) * q;
    const Row old = row(p + i * stride);
    Row through = stage.new_flux * (up * below - down * q);
    if constexpr (with_old) through = stage.old_flux * (up * old - down * upper) + through;
    const Row updated = upper - (above - through);
    put(updated, p + (i + 1) * stride);
    watch.see(updated);
    above = through;
    q = below;
    upper = old;
  }
  const Row updated = upper - above;
  put(updated, p);
  watch.see(updated);
}

template <bool shared, bool with_old>
KOLMO_INLINE SweepRange sweep_lines(const SweepFactors& factors, const ImplicitStage& stage, Index n,
                                    double* p, Index stride, double* scratch) {
  Row last = row(p);
  const Row z = eliminate<shared, with_old>(factors, stage.explicit_part, n, p, stride, scratch, last);
  const double infinity = std::numeric_limits<double>::infinity();
  const Pack none = {infinity, infinity, infinity, infinity, infinity, infinity, infinity, infinity};
  Watch watch{{none, none}, zero()};
  substitute<shared, with_old>(factors, stage, n, p, stride, scratch, z, last, watch);
  SweepRange range{infinity, 0};
  for (Index k = 0; k < pack_size; ++k) {
    range.minimum = std::min({range.minimum, watch.minimum.a[k], watch.minimum.b[k]});
    range.sum += watch.sum.a[k] + watch.sum.b[k];
  }
  return range;
}

KOLMO_VECTORISED SweepRange sweep_shared(const SweepFactors& factors, const ImplicitStage& stage, Index n,
                                         double* p, Index stride, double* scratch) {
  return sweep_lines<true, false>(factors, stage, n, p, stride, scratch);
}
KOLMO_VECTORISED SweepRange sweep_shared_old(const SweepFactors& factors, const ImplicitStage& stage, Index n,
                                             double* p, Index stride, double* scratch) {
  return sweep_lines<true, true>(factors, stage, n, p, stride, scratch);
}
KOLMO_VECTORISED SweepRange sweep_own(const SweepFactors& factors, const ImplicitStage& stage, Index n,
                                      double* p, Index stride, double* scratch) {
  return sweep_lines<false, false>(factors, stage, n, p, stride, scratch);
}
KOLMO_VECTORISED SweepRange sweep_own_old(const SweepFactors& factors, const ImplicitStage& stage, Index n,
                                          double* p, Index stride, double* scratch) {
  return sweep_lines<false, true>(factors, stage, n, p, stride, scratch);
}

}  // namespace

SweepRange sweep(const SweepFactors& factors, const ImplicitStage& stage, Index n, double* p, Index stride,
                 double* scratch) {
  const bool with_old = stage.explicit_part != 0 || stage.old_flux != 0;
  const auto kernel =
      factors.shared ? (with_old ? sweep_shared_old : sweep_shared) : (with_old ? sweep_own_old : sweep_own);
  return kernel(factors, stage, n, p, stride, scratch);
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
