#include "mixture_kernel.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "density/mixture_kernel.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kolmo/core/simd/simd_inline-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kolmo::density {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
namespace math = kolmo::HWY_NAMESPACE;

using Tag = hn::ScalableTag<double>;
using V = hn::Vec<Tag>;

/// Components whose logits stand on the stack between the maximum and the exponential.
constexpr int chunk = 32;
/// Vectors of points that are in flight together.
constexpr int vectors = 2;
constexpr double ln_2 = std::numbers::ln2;

/// 2ˣ for x ≤ 0, relative error 6e−16, which is below that of the logits: with k = round(x), r = x − k
/// exactly, 2ᵏ (1 + r P(r)), P of degree 9 interpolating at Chebyshev's nodes. NaN stays. Below −1020 comes
/// 2⁻¹⁰²⁰, which beside the largest weight 1 is nothing as 0 is, but costs no slow subnormal arithmetic.
HWY_INLINE V exp2_of_logit(V x) {
  constexpr double p[] = {1,
                          0x1.62e42fefa39f7p-1,
                          0x1.ebfbdff82c590p-3,
                          0x1.c6b08d7044119p-5,
                          0x1.3b2ab6fba385fp-7,
                          0x1.5d87fe908f88ap-10,
                          0x1.4309130378460p-13,
                          0x1.ffcb76789860fp-17,
                          0x1.62bfe46117445p-20,
                          0x1.b6571de2f2351p-24,
                          0x1.e5e9f548e5725p-28};
  const Tag d;
  const V low = hn::Set(d, -1020.0), magic = hn::Set(d, 0x1.8p52);
#if HWY_ARCH_X86 && HWY_TARGET != HWY_SCALAR
  x = hn::Max(low, x);  // maxpd returns its second operand where one is NaN
#else
  x = hn::IfThenElse(hn::Lt(x, low), low, x);
#endif
  const V k = hn::Sub(hn::Add(x, magic), magic);
  return math::TimesPowerOf2(d, math::Polynomial(d, hn::Sub(x, k), p), k);
}

/// What is known of a group of points. Logits are taken to the base 2, l_k log₂e, which keeps the reduction
/// of the exponential exact and short. Where precisions are equal to a, coordinates are in the unit √(2 ln 2
/// / a), in which such a logit is c_k − |x − m_k|².
template <int dimension>
struct Group {
  /// In that unit where precisions are equal.
  V x[dimension][vectors];
  V largest[vectors], weight[vectors];
  /// Σ e m_k (equal precisions) or Σ e a_k m_k; with Laplacian: the mean of the y_k.
  V first[dimension][vectors];
  /// Σ e a_k, where precisions differ.
  V precision[vectors];
  /// With Laplacian: Σ e |y_k − mean|².
  V second[vectors];
};

/// The means of component k, in the unit of the group's points.
template <int dimension, bool equal>
HWY_INLINE const double* means_of(const ComponentTable& table, Index k) {
  return (equal ? table.scaled_means : table.means).data() + k * dimension;
}

/// Logits of components k0 … k0 + n − 1 into l, and `largest` raised to their maximum.
template <int dimension, bool equal>
HWY_INLINE void logits(const ComponentTable& table, Index k0, int n, Group<dimension>& group,
                       V (&l)[chunk][vectors]) {
  const Tag d;
  for (int k = 0; k < n; ++k) {
    const double* mean = means_of<dimension, equal>(table, k0 + k);
    const V c = hn::Set(d, table.binary_constants[static_cast<std::size_t>(k0 + k)]);
    for (int u = 0; u < vectors; ++u) {
      V sum = equal ? c : hn::Zero(d);
      for (int j = 0; j < dimension; ++j) {
        const V difference = hn::Sub(group.x[j][u], hn::Set(d, mean[j]));
        sum = equal ? hn::NegMulAdd(difference, difference, sum) : hn::MulAdd(difference, difference, sum);
      }
      if constexpr (!equal) {
        const V scale = hn::Set(d, table.binary_scales[static_cast<std::size_t>(k0 + k)]);
        sum = hn::NegMulAdd(scale, sum, c);
      }
      l[k][u] = sum;
      group.largest[u] = hn::Max(group.largest[u], sum);
    }
  }
}

/// One chunk for log p and score:
///   M ← max(M, max l_k); rescale the sums by 2^{old M − M}; with e = 2^{l_k − M}: W += e, first += e m_k …
template <int dimension, bool equal>
HWY_INLINE void add_chunk(const ComponentTable& table, Index k0, int n, Group<dimension>& group) {
  const Tag d;
  V l[chunk][vectors], old[vectors];
  for (int u = 0; u < vectors; ++u) old[u] = group.largest[u];
  logits<dimension, equal>(table, k0, n, group, l);
  for (int u = 0; u < vectors; ++u) {
    if (k0 == 0 || hn::AllTrue(d, hn::Eq(old[u], group.largest[u]))) continue;  // the factor would be 1
    const V rescale = exp2_of_logit(hn::Sub(old[u], group.largest[u]));
    group.weight[u] = hn::Mul(group.weight[u], rescale);
    if constexpr (!equal) group.precision[u] = hn::Mul(group.precision[u], rescale);
    for (int j = 0; j < dimension; ++j) group.first[j][u] = hn::Mul(group.first[j][u], rescale);
  }
  for (int k = 0; k < n; ++k) {
    const double* mean = means_of<dimension, equal>(table, k0 + k);
    for (int u = 0; u < vectors; ++u) {
      V e = exp2_of_logit(hn::Sub(l[k][u], group.largest[u]));
      group.weight[u] = hn::Add(group.weight[u], e);
      if constexpr (!equal) {
        e = hn::Mul(e, hn::Set(d, table.precisions[static_cast<std::size_t>(k0 + k)]));
        group.precision[u] = hn::Add(group.precision[u], e);
      }
      for (int j = 0; j < dimension; ++j) {
        group.first[j][u] = hn::MulAdd(e, hn::Set(d, mean[j]), group.first[j][u]);
      }
    }
  }
}

/// y_k(j): m_k(j) where precisions are equal, else the component's score a_k (m_k(j) − x(j)).
template <bool equal>
HWY_INLINE V spread(const ComponentTable& table, Index k, double mean, V x) {
  const Tag d;
  if constexpr (equal) return hn::Set(d, mean);
  return hn::Mul(hn::Set(d, table.precisions[static_cast<std::size_t>(k)]), hn::Sub(hn::Set(d, mean), x));
}

/// Weight, mean and second moment about it of the y_k of one chunk.
template <int dimension>
struct ChunkMoments {
  V weight, precision, mean[dimension], second;
};

/// The moments of one chunk for vector u, from its logits, which become weights.
template <int dimension, bool equal>
HWY_INLINE ChunkMoments<dimension> chunk_moments(const ComponentTable& table, Index k0, int n,
                                                 const Group<dimension>& group, int u,
                                                 V (&l)[chunk][vectors]) {
  const Tag d;
  ChunkMoments<dimension> sums;
  sums.weight = sums.precision = sums.second = hn::Zero(d);
  for (int j = 0; j < dimension; ++j) sums.mean[j] = hn::Zero(d);
  for (int k = 0; k < n; ++k) {
    const double* mean = means_of<dimension, equal>(table, k0 + k);
    const V e = l[k][u] = exp2_of_logit(hn::Sub(l[k][u], group.largest[u]));
    sums.weight = hn::Add(sums.weight, e);
    if constexpr (!equal) {
      const V a = hn::Set(d, table.precisions[static_cast<std::size_t>(k0 + k)]);
      sums.precision = hn::MulAdd(e, a, sums.precision);
    }
    for (int j = 0; j < dimension; ++j) {
      sums.mean[j] = hn::MulAdd(e, spread<equal>(table, k0 + k, mean[j], group.x[j][u]), sums.mean[j]);
    }
  }
  for (int j = 0; j < dimension; ++j) sums.mean[j] = hn::Div(sums.mean[j], sums.weight);
  for (int k = 0; k < n; ++k) {
    const double* mean = means_of<dimension, equal>(table, k0 + k);
    V r2 = hn::Zero(d);
    for (int j = 0; j < dimension; ++j) {
      const V y = hn::Sub(spread<equal>(table, k0 + k, mean[j], group.x[j][u]), sums.mean[j]);
      r2 = hn::MulAdd(y, y, r2);
    }
    sums.second = hn::MulAdd(l[k][u], r2, sums.second);
  }
  return sums;
}

/// One chunk for score and Laplacian: its moments merged with those so far (Chan, Golub, LeVeque 1979), so
/// that nothing cancels.
template <int dimension, bool equal>
HWY_INLINE void add_chunk_second(const ComponentTable& table, Index k0, int n, Group<dimension>& group) {
  const Tag d;
  V l[chunk][vectors], old[vectors];
  for (int u = 0; u < vectors; ++u) old[u] = group.largest[u];
  logits<dimension, equal>(table, k0, n, group, l);
  for (int u = 0; u < vectors; ++u) {
    const auto added = chunk_moments<dimension, equal>(table, k0, n, group, u, l);
    const V rescale = k0 == 0 ? hn::Zero(d) : exp2_of_logit(hn::Sub(old[u], group.largest[u]));
    const V weight_old = hn::Mul(group.weight[u], rescale);
    const V weight_new = hn::Add(weight_old, added.weight);
    const V share = hn::Div(added.weight, weight_new);
    V r2 = hn::Zero(d);
    for (int j = 0; j < dimension; ++j) {
      const V difference = hn::Sub(added.mean[j], group.first[j][u]);
      r2 = hn::MulAdd(difference, difference, r2);
      group.first[j][u] = hn::MulAdd(difference, share, group.first[j][u]);
    }
    const V second = hn::MulAdd(group.second[u], rescale, added.second);
    group.second[u] = hn::MulAdd(hn::Mul(weight_old, share), r2, second);
    if constexpr (!equal) group.precision[u] = hn::MulAdd(group.precision[u], rescale, added.precision);
    group.weight[u] = weight_new;
  }
}

/// Score and Laplacian from the sums. In the unit √(2 ln 2 / a) of equal precisions s = √(2 ln 2 a) (mean −
/// x), and the second moment of the component scores is 2 ln 2 a times that of the means.
template <int dimension, bool equal>
HWY_INLINE void store_score(const ComponentTable& table, const Group<dimension>& group, int u,
                            const MixtureTask& task, Index row) {
  const Tag d;
  const double a = table.precisions[0];
  const V inverse = hn::Div(hn::Set(d, 1.0), group.weight[u]);
  const V mean_precision = equal ? hn::Set(d, a) : hn::Mul(group.precision[u], inverse);
  const V unit = hn::Set(d, std::sqrt(2 * ln_2 * a));
  for (int j = 0; j < dimension; ++j) {
    V s = group.first[j][u];
    if (!task.laplacian) s = hn::Mul(s, inverse);
    if constexpr (equal) {
      s = hn::Mul(unit, hn::Sub(s, group.x[j][u]));
    } else {
      if (!task.laplacian) s = hn::NegMulAdd(mean_precision, group.x[j][u], s);
    }
    hn::StoreU(s, d, task.score + row + j * task.score_stride);
  }
  if (!task.laplacian) return;
  V second = hn::Mul(group.second[u], inverse);
  if constexpr (equal) second = hn::Mul(hn::Mul(unit, unit), second);
  const V laplacian = hn::NegMulAdd(hn::Set(d, double{dimension}), mean_precision, second);
  hn::StoreU(laplacian, d, task.laplacian + row);
}

/// Rows i … i + vectors·lanes − 1 of the task.
template <int dimension, bool equal>
HWY_INLINE void evaluate_group(const ComponentTable& table, const MixtureTask& task, Index i) {
  const Tag d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  const V unit = hn::Set(d, equal ? table.scale_of_points : 1.0);
  Group<dimension> group;
  for (int u = 0; u < vectors; ++u) {
    for (int j = 0; j < dimension; ++j) {
      group.x[j][u] = hn::Mul(unit, hn::LoadU(d, task.x + i + u * lanes + j * task.x_stride));
      group.first[j][u] = hn::Zero(d);
    }
    group.largest[u] = hn::Set(d, -std::numeric_limits<double>::infinity());
    group.weight[u] = group.precision[u] = group.second[u] = hn::Zero(d);
  }
  for (Index k0 = 0; k0 < table.components; k0 += chunk) {
    const int n = static_cast<int>(std::min<Index>(chunk, table.components - k0));
    if (task.laplacian) {
      add_chunk_second<dimension, equal>(table, k0, n, group);
    } else {
      add_chunk<dimension, equal>(table, k0, n, group);
    }
  }
  for (int u = 0; u < vectors; ++u) {
    const Index row = i + u * lanes;
    if (task.log_density) {
      const V log_weight = math::Log(d, group.weight[u]);
      hn::StoreU(hn::MulAdd(group.largest[u], hn::Set(d, ln_2), log_weight), d, task.log_density + row);
    }
    if (task.score) store_score<dimension, equal>(table, group, u, task, row);
  }
}

/// The last, partial group: computed whole in a buffer that repeats the last point.
template <int dimension, bool equal>
HWY_INLINE void evaluate_tail(const ComponentTable& table, const MixtureTask& task, Index i) {
  constexpr Index width = vectors * static_cast<Index>(hn::MaxLanes(Tag()));
  const Index rows = task.rows - i;
  HWY_ALIGN double x[dimension * width], score[dimension * width], log_density[width], laplacian[width];
  for (int j = 0; j < dimension; ++j) {
    for (Index k = 0; k < width; ++k)
      x[j * width + k] = task.x[i + std::min(k, rows - 1) + j * task.x_stride];
  }
  const MixtureTask whole{.x = x,
                          .x_stride = width,
                          .rows = width,
                          .log_density = task.log_density ? log_density : nullptr,
                          .score = task.score ? score : nullptr,
                          .score_stride = width,
                          .laplacian = task.laplacian ? laplacian : nullptr};
  evaluate_group<dimension, equal>(table, whole, 0);
  if (task.log_density) std::copy_n(log_density, rows, task.log_density + i);
  if (task.laplacian) std::copy_n(laplacian, rows, task.laplacian + i);
  if (!task.score) return;
  for (int j = 0; j < dimension; ++j)
    std::copy_n(score + j * width, rows, task.score + i + j * task.score_stride);
}

template <int dimension, bool equal>
void evaluate_rows(const ComponentTable& table, const MixtureTask& task) {
  const Index group = vectors * static_cast<Index>(hn::Lanes(Tag()));
  Index i = 0;
  for (; i + group <= task.rows; i += group) evaluate_group<dimension, equal>(table, task, i);
  if (i < task.rows) evaluate_tail<dimension, equal>(table, task, i);
}

void evaluate_kernel(const ComponentTable& table, const MixtureTask& task) {
  const bool equal = table.equal_precisions;
  switch (table.dimension) {
    case 1:
      return equal ? evaluate_rows<1, true>(table, task) : evaluate_rows<1, false>(table, task);
    case 2:
      return equal ? evaluate_rows<2, true>(table, task) : evaluate_rows<2, false>(table, task);
    default:
      return equal ? evaluate_rows<3, true>(table, task) : evaluate_rows<3, false>(table, task);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace kolmo::density
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kolmo::density {

HWY_EXPORT(evaluate_kernel);

void evaluate_fused(const ComponentTable& table, const MixtureTask& task) {
  HWY_DYNAMIC_DISPATCH(evaluate_kernel)(table, task);
}

}  // namespace kolmo::density
#endif
