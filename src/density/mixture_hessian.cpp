#include <algorithm>
#include <cmath>

#include "mixture_kernel.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "density/mixture_hessian.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

// After foreach_target.h, which comes here once for every instruction set.
#include "density/mixture_sums-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kolmo::density {
namespace HWY_NAMESPACE {

/// Σ e_k (y_k y_kᵀ v) over one chunk, e = 2^{l_k − M} with the M of all components. With equal precisions y_k
/// = m_k − centre in the unit of the points; else y_k = s_k − s, and a_k v is taken off: Σ e_k (y_k y_kᵀ v −
/// a_k v).
template <int dimension, bool equal>
HWY_INLINE void add_products(const ComponentTable& table, Index k0, int n, const Group<dimension>& group,
                             const V (&centre)[dimension][vectors], const V (&v)[dimension][vectors],
                             V (&l)[chunk][vectors], V (&sum)[dimension][vectors]) {
  const Tag d;
  for (int k = 0; k < n; ++k) {
    const double* mean = means_of<dimension, equal>(table, k0 + k);
    const V a = hn::Set(d, table.precisions[static_cast<std::size_t>(equal ? 0 : k0 + k)]);
    for (int u = 0; u < vectors; ++u) {
      const V e = exp2_of_logit(hn::Sub(l[k][u], group.largest[u]));
      V y[dimension], along = hn::Zero(d);
      for (int j = 0; j < dimension; ++j) {
        if constexpr (equal) {
          y[j] = hn::Sub(hn::Set(d, mean[j]), centre[j][u]);
        } else {
          y[j] = hn::MulSub(a, hn::Sub(hn::Set(d, mean[j]), group.x[j][u]), centre[j][u]);
        }
        along = hn::MulAdd(y[j], v[j][u], along);
      }
      for (int j = 0; j < dimension; ++j) {
        V term = hn::Mul(y[j], along);
        if constexpr (!equal) term = hn::NegMulAdd(a, v[j][u], term);
        sum[j][u] = hn::MulAdd(e, term, sum[j][u]);
      }
    }
  }
}

/// What the y_k are centred on: Σ γ_k m_k in the unit of the points (equal precisions), else the score s.
template <int dimension, bool equal>
HWY_INLINE void centre_of(const Group<dimension>& group, V (&centre)[dimension][vectors]) {
  for (int u = 0; u < vectors; ++u) {
    for (int j = 0; j < dimension; ++j) {
      V sum = group.first[j][u];
      if constexpr (!equal) sum = hn::NegMulAdd(group.precision[u], group.x[j][u], sum);
      centre[j][u] = hn::Div(sum, group.weight[u]);
    }
  }
}

/// Rows i … i + vectors·lanes − 1 of the task.
template <int dimension, bool equal>
HWY_INLINE void multiply_group(const ComponentTable& table, const HessianTask& task, Index i) {
  const Tag d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  Group<dimension> group = group_at<dimension, equal>(table, task.x + i, task.x_stride);
  const auto each_chunk = [&](const auto& visit) {
    for (Index k0 = 0; k0 < table.components; k0 += chunk)
      visit(k0, static_cast<int>(std::min<Index>(chunk, table.components - k0)));
  };
  each_chunk([&](Index k0, int n) { add_chunk<dimension, equal>(table, k0, n, group); });
  V centre[dimension][vectors], v[dimension][vectors], sum[dimension][vectors];
  centre_of<dimension, equal>(group, centre);
  for (int u = 0; u < vectors; ++u) {
    for (int j = 0; j < dimension; ++j) {
      v[j][u] = hn::LoadU(d, task.v + i + u * lanes + j * task.v_stride);
      sum[j][u] = hn::Zero(d);
    }
  }
  each_chunk([&](Index k0, int n) {
    V l[chunk][vectors];
    logits<dimension, equal>(table, k0, n, group, l);
    add_products<dimension, equal>(table, k0, n, group, centre, v, l, sum);
  });
  // With equal precisions s_k − s = √(2 ln 2 a) y_k.
  const V a = hn::Set(d, table.precisions[0]), square = hn::Set(d, 2 * ln_2 * table.precisions[0]);
  for (int u = 0; u < vectors; ++u) {
    for (int j = 0; j < dimension; ++j) {
      V out = hn::Div(sum[j][u], group.weight[u]);
      if constexpr (equal) out = hn::NegMulAdd(a, v[j][u], hn::Mul(square, out));
      hn::StoreU(out, d, task.out + i + u * lanes + j * task.out_stride);
    }
  }
}

/// The last, partial group: computed whole in a buffer that repeats the last point.
template <int dimension, bool equal>
HWY_INLINE void multiply_tail(const ComponentTable& table, const HessianTask& task, Index i) {
  constexpr Index width = vectors * static_cast<Index>(hn::MaxLanes(Tag()));
  const Index rows = task.rows - i;
  HWY_ALIGN double x[dimension * width], v[dimension * width], out[dimension * width];
  for (int j = 0; j < dimension; ++j) {
    for (Index k = 0; k < width; ++k) {
      const Index row = i + std::min(k, rows - 1);
      x[j * width + k] = task.x[row + j * task.x_stride];
      v[j * width + k] = task.v[row + j * task.v_stride];
    }
  }
  multiply_group<dimension, equal>(table, {x, width, v, width, out, width, width}, 0);
  for (int j = 0; j < dimension; ++j) std::copy_n(out + j * width, rows, task.out + i + j * task.out_stride);
}

template <int dimension, bool equal>
void multiply_rows(const ComponentTable& table, const HessianTask& task) {
  const Index group = vectors * static_cast<Index>(hn::Lanes(Tag()));
  Index i = 0;
  for (; i + group <= task.rows; i += group) multiply_group<dimension, equal>(table, task, i);
  if (i < task.rows) multiply_tail<dimension, equal>(table, task, i);
}

void multiply_kernel(const ComponentTable& table, const HessianTask& task) {
  const bool equal = table.equal_precisions;
  switch (table.dimension) {
    case 1:
      return equal ? multiply_rows<1, true>(table, task) : multiply_rows<1, false>(table, task);
    case 2:
      return equal ? multiply_rows<2, true>(table, task) : multiply_rows<2, false>(table, task);
    default:
      return equal ? multiply_rows<3, true>(table, task) : multiply_rows<3, false>(table, task);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace kolmo::density
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kolmo::density {

HWY_EXPORT(multiply_kernel);

void hessian_product_fused(const ComponentTable& table, const HessianTask& task) {
  HWY_DYNAMIC_DISPATCH(multiply_kernel)(table, task);
}

}  // namespace kolmo::density
#endif
