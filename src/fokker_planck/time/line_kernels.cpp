#include "line_kernels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "fokker_planck/operator/packs.hpp"
#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo::fokker_planck {
namespace {

static_assert(line_padding == pack_size);

KOLMO_INLINE Pack magnitude(const Pack& x) { return x < 0 ? -x : x; }

KOLMO_VECTORISED LineSums sums_of(const double* x, Index n) {
  Pack sum[2] = {}, size[2] = {};
  Index i = 0;
  for (; i + 2 * pack_size <= n; i += 2 * pack_size) {
    for (Index k : {0, 1}) {
      Pack values;
      load(x + i + k * pack_size, values);
      sum[k] += values;
      size[k] += magnitude(values);
    }
  }
  LineSums total{0, 0};
  for (; i < n; ++i) {
    total.sum += x[i];
    total.size += std::abs(x[i]);
  }
  const Pack all = sum[0] + sum[1], all_sizes = size[0] + size[1];
  for (Index k = 0; k < pack_size; ++k) {
    total.sum += all[k];
    total.size += all_sizes[k];
  }
  return total;
}

/// (K p)_i = G_i − G_{i+1}, G_i = U_i p_{i−1} − V_i p_i; face i lies below cell i.
KOLMO_INLINE Pack inflow(const double* up, const double* down, const double* p, Index i) {
  Pack u0, u1, v0, v1, a, b, c;
  load(up + i, u0);
  load(up + i + 1, u1);
  load(down + i, v0);
  load(down + i + 1, v1);
  load(p + i - 1, a);
  load(p + i, b);
  load(p + i + 1, c);
  return (u0 * a - v0 * b) - (u1 * b - v1 * c);
}

KOLMO_VECTORISED void add_inflow_to(const double* up, const double* down, const double* p,
                                    double explicit_part, Index n, double* out) {
  for (Index i = 0; i < n; i += pack_size) {
    Pack x;
    load(p + i, x);
    x += explicit_part * inflow(up, down, p, i);
    store(x, out + i);
  }
  for (Index i = n; i % pack_size != 0; ++i) out[i] = 0;
}

KOLMO_INLINE Pack updated(const double* up, const double* down, const double* p, const double* q,
                          const LineUpdate& by, Index i) {
  Pack x, here;
  load(q + i, x);
  x += by.t * magnitude(x);
  if (by.solved == 1 && by.flux == 0) return x;
  load(p + i, here);
  x = by.old * here + by.solved * x;
  return by.flux == 0 ? x : x + by.flux * inflow(up, down, p, i);
}

KOLMO_VECTORISED LineRange update(const double* up, const double* down, const double* p, const double* q,
                                  const LineUpdate& by, Index n, double* out) {
  const double infinity = std::numeric_limits<double>::infinity();
  Pack minimum = {infinity, infinity, infinity, infinity, infinity, infinity, infinity, infinity};
  Pack maximum = -minimum, sum = {};
  Index i = 0;
  for (; i + pack_size <= n; i += pack_size) {
    const Pack x = updated(up, down, p, q, by, i);
    store(x, out + i);
    lower(x, minimum);
    maximum = x > maximum ? x : maximum;
    sum += x;
  }
  LineRange range{infinity, -infinity, 0};
  if (i < n) {
    const Pack x = updated(up, down, p, q, by, i);
    for (Index k = 0; i + k < n; ++k) {
      out[i + k] = x[k];
      range.minimum = std::min(range.minimum, x[k]);
      range.maximum = std::max(range.maximum, x[k]);
      range.sum += x[k];
    }
  }
  for (Index k = 0; k < pack_size; ++k) {
    range.minimum = std::min(range.minimum, minimum[k]);
    range.maximum = std::max(range.maximum, maximum[k]);
    range.sum += sum[k];
  }
  return range;
}

}  // namespace

LineSums line_sums(const double* x, Index n) { return sums_of(x, n); }

void add_line_inflow(const double* up, const double* down, const double* p, double explicit_part, Index n,
                     double* out) {
  add_inflow_to(up, down, p, explicit_part, n, out);
}

LineRange update_line(const double* up, const double* down, const double* p, const double* q,
                      const LineUpdate& by, Index n, double* out) {
  return update(up, down, p, q, by, n, out);
}

}  // namespace kolmo::fokker_planck
