#include "mixture_kernel.hpp"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "mixture_kernel.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kolmo/core/simd_inline-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kolmo::density {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
namespace math = kolmo::HWY_NAMESPACE;

using Tag = hn::ScalableTag<double>;
using V = hn::Vec<Tag>;

constexpr int chunk =
    16;  // components whose logits stand on the stack between the maximum and the exponential
constexpr int vectors = 2;  // vectors of points that are in flight together

/// The sums over components for `vectors` vectors of points, with logits relative to the largest so far:
///   for each chunk of components
///     l_k = c_k − ½ a_k |x − m_k|²; M ← max(M, max l_k); rescale the sums by e^{old M − M}
///     W += Σ e^{l_k − M}, and the sums of the members below
template <int dimension, bool equal>
struct Sums {
  V largest[vectors], weight[vectors];
  V first[dimension]
         [vectors];      ///< Σ e m_k (equal precisions) or Σ e a_k m_k; with Laplacian: the mean of y_k
  V precision[vectors];  ///< Σ e a_k, where precisions differ
  V second[vectors];     ///< with Laplacian: Σ e |y_k − mean|²
};

/// Logits of components k0 … k0 + n − 1 into l, and `largest` raised to their maximum.
template <int dimension, bool equal>
HWY_INLINE void logits(const ComponentTable& table, Index k0, int n, const V (&x)[dimension][vectors],
                       V (&l)[chunk][vectors], V (&largest)[vectors]) {
  const Tag d;
  V h = hn::Set(d, -0.5 * table.precisions[0]);
  for (int k = 0; k < n; ++k) {
    const double* mean = table.means.data() + (k0 + k) * dimension;
    const V c = hn::Set(d, table.constants[static_cast<std::size_t>(k0 + k)]);
    if constexpr (!equal) h = hn::Set(d, -0.5 * table.precisions[static_cast<std::size_t>(k0 + k)]);
    for (int u = 0; u < vectors; ++u) {
      const V u0 = hn::Sub(x[0][u], hn::Set(d, mean[0]));
      V r2 = hn::Mul(u0, u0);
      for (int j = 1; j < dimension; ++j) {
        const V uj = hn::Sub(x[j][u], hn::Set(d, mean[j]));
        r2 = hn::MulAdd(uj, uj, r2);
      }
      l[k][u] = hn::MulAdd(h, r2, c);
      largest[u] = hn::Max(largest[u], l[k][u]);
    }
  }
}

/// One chunk for log p and score.
template <int dimension, bool equal>
HWY_INLINE void add_chunk(const ComponentTable& table, Index k0, int n, const V (&x)[dimension][vectors],
                          Sums<dimension, equal>& sums) {
  const Tag d;
  V l[chunk][vectors], old[vectors];
  for (int u = 0; u < vectors; ++u) old[u] = sums.largest[u];
  logits<dimension, equal>(table, k0, n, x, l, sums.largest);
  if (k0 > 0) {
    for (int u = 0; u < vectors; ++u) {
      const V rescale = math::Exp(d, hn::Sub(old[u], sums.largest[u]));
      sums.weight[u] = hn::Mul(sums.weight[u], rescale);
      if constexpr (!equal) sums.precision[u] = hn::Mul(sums.precision[u], rescale);
      for (int j = 0; j < dimension; ++j) sums.first[j][u] = hn::Mul(sums.first[j][u], rescale);
    }
  }
  for (int k = 0; k < n; ++k) {
    const double* mean = table.means.data() + (k0 + k) * dimension;
    for (int u = 0; u < vectors; ++u) {
      V e = math::Exp(d, hn::Sub(l[k][u], sums.largest[u]));
      sums.weight[u] = hn::Add(sums.weight[u], e);
      if constexpr (!equal) {
        e = hn::Mul(e, hn::Set(d, table.precisions[static_cast<std::size_t>(k0 + k)]));
        sums.precision[u] = hn::Add(sums.precision[u], e);
      }
      for (int j = 0; j < dimension; ++j) {
        sums.first[j][u] = hn::MulAdd(e, hn::Set(d, mean[j]), sums.first[j][u]);
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

/// One chunk for score and Laplacian: mean and second moment of the y_k about it, merged with those so far
/// (Chan, Golub, LeVeque 1979), so that nothing cancels.
template <int dimension, bool equal>
HWY_INLINE void add_chunk_second(const ComponentTable& table, Index k0, int n,
                                 const V (&x)[dimension][vectors], Sums<dimension, equal>& sums) {
  const Tag d;
  V l[chunk][vectors], old[vectors];
  for (int u = 0; u < vectors; ++u) old[u] = sums.largest[u];
  logits<dimension, equal>(table, k0, n, x, l, sums.largest);
  const double* means = table.means.data() + k0 * dimension;
  for (int u = 0; u < vectors; ++u) {
    V weight = hn::Zero(d), precision = hn::Zero(d), second = hn::Zero(d), mean[dimension];
    for (int j = 0; j < dimension; ++j) mean[j] = hn::Zero(d);
    for (int k = 0; k < n; ++k) {
      const V e = math::Exp(d, hn::Sub(l[k][u], sums.largest[u]));
      l[k][u] = e;
      weight = hn::Add(weight, e);
      if constexpr (!equal) {
        precision = hn::MulAdd(e, hn::Set(d, table.precisions[static_cast<std::size_t>(k0 + k)]), precision);
      }
      for (int j = 0; j < dimension; ++j) {
        mean[j] = hn::MulAdd(e, spread<equal>(table, k0 + k, means[k * dimension + j], x[j][u]), mean[j]);
      }
    }
    const auto is_empty = hn::Eq(weight, hn::Zero(d));  // all of the chunk is below the smallest number
    for (int j = 0; j < dimension; ++j) mean[j] = hn::IfThenZeroElse(is_empty, hn::Div(mean[j], weight));
    for (int k = 0; k < n; ++k) {
      V r2 = hn::Zero(d);
      for (int j = 0; j < dimension; ++j) {
        const V y = hn::Sub(spread<equal>(table, k0 + k, means[k * dimension + j], x[j][u]), mean[j]);
        r2 = hn::MulAdd(y, y, r2);
      }
      second = hn::MulAdd(l[k][u], r2, second);
    }
    const V rescale = math::Exp(d, hn::Sub(old[u], sums.largest[u]));
    const V weight_old = hn::Mul(sums.weight[u], rescale);
    const V weight_new = hn::Add(weight_old, weight);
    const V share = hn::Div(weight, weight_new);
    V r2 = hn::Zero(d);
    for (int j = 0; j < dimension; ++j) {
      const V difference = hn::Sub(mean[j], sums.first[j][u]);
      r2 = hn::MulAdd(difference, difference, r2);
      sums.first[j][u] = hn::MulAdd(difference, share, sums.first[j][u]);
    }
    sums.second[u] = hn::MulAdd(hn::Mul(weight_old, share), r2, hn::MulAdd(sums.second[u], rescale, second));
    if constexpr (!equal) sums.precision[u] = hn::MulAdd(sums.precision[u], rescale, precision);
    sums.weight[u] = weight_new;
  }
}

template <int dimension, bool equal>
HWY_INLINE void store_results(const ComponentTable& table, const V (&x)[dimension][vectors],
                              const Sums<dimension, equal>& sums, const MixtureTask& task, Index i) {
  const Tag d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  const V a = hn::Set(d, table.precisions[0]);
  for (int u = 0; u < vectors; ++u) {
    const Index row = i + u * lanes;
    const V weight = sums.weight[u];
    if (task.log_density)
      hn::StoreU(hn::Add(sums.largest[u], math::Log(d, weight)), d, task.log_density + row);
    if (!task.score) continue;
    const V inverse = hn::Div(hn::Set(d, 1.0), weight);
    const V mean_precision = equal ? a : hn::Mul(sums.precision[u], inverse);
    for (int j = 0; j < dimension; ++j) {
      V s = sums.first[j][u];
      if (task.laplacian) {
        if constexpr (equal) s = hn::Mul(a, hn::Sub(s, x[j][u]));
      } else {
        s = hn::Mul(s, inverse);
        s = equal ? hn::Mul(a, hn::Sub(s, x[j][u])) : hn::NegMulAdd(mean_precision, x[j][u], s);
      }
      hn::StoreU(s, d, task.score + row + j * task.score_stride);
    }
    if (task.laplacian) {
      V variance = hn::Mul(sums.second[u], inverse);
      if constexpr (equal) variance = hn::Mul(hn::Mul(a, a), variance);
      const V laplacian = hn::NegMulAdd(hn::Set(d, double{dimension}), mean_precision, variance);
      hn::StoreU(laplacian, d, task.laplacian + row);
    }
  }
}

/// Rows i … i + vectors·lanes − 1 of the task.
template <int dimension, bool equal>
HWY_INLINE void evaluate_group(const ComponentTable& table, const MixtureTask& task, Index i) {
  const Tag d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  V x[dimension][vectors];
  Sums<dimension, equal> sums;
  for (int u = 0; u < vectors; ++u) {
    for (int j = 0; j < dimension; ++j) {
      x[j][u] = hn::LoadU(d, task.x + i + u * lanes + j * task.x_stride);
      sums.first[j][u] = hn::Zero(d);
    }
    sums.largest[u] = hn::Set(d, std::numeric_limits<double>::lowest());
    sums.weight[u] = sums.precision[u] = sums.second[u] = hn::Zero(d);
  }
  for (Index k0 = 0; k0 < table.components; k0 += chunk) {
    const int n = static_cast<int>(std::min<Index>(chunk, table.components - k0));
    if (task.laplacian) {
      add_chunk_second<dimension, equal>(table, k0, n, x, sums);
    } else {
      add_chunk<dimension, equal>(table, k0, n, x, sums);
    }
  }
  store_results<dimension, equal>(table, x, sums, task, i);
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
