#include "mixture_kernel.hpp"

#include <algorithm>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "density/mixture_kernel.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

// After foreach_target.h, which comes here once for every instruction set.
#include "density/mixture_moments-inl.hpp"
#include "density/mixture_sums-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kolmo::density {
namespace HWY_NAMESPACE {

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
  Group<dimension> group = group_at<dimension, equal>(table, task.x + i, task.x_stride);
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
