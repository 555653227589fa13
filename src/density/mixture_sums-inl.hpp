// Sums over the components of a mixture for a few vectors of points: its weight and what its score takes.
#if defined(KOLMO_DENSITY_MIXTURE_SUMS_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef KOLMO_DENSITY_MIXTURE_SUMS_INL_HPP
#undef KOLMO_DENSITY_MIXTURE_SUMS_INL_HPP
#else
#define KOLMO_DENSITY_MIXTURE_SUMS_INL_HPP
#endif

#include <limits>

#include "density/mixture_logits-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kolmo::density {
namespace HWY_NAMESPACE {

/// vectors · lanes points from x on, with nothing summed.
template <int dimension, bool equal>
HWY_INLINE Group<dimension> group_at(const ComponentTable& table, const double* x, Index stride) {
  const Tag d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  const V unit = hn::Set(d, equal ? table.scale_of_points : 1.0);
  Group<dimension> group;
  for (int u = 0; u < vectors; ++u) {
    for (int j = 0; j < dimension; ++j) {
      group.x[j][u] = hn::Mul(unit, hn::LoadU(d, x + u * lanes + j * stride));
      group.first[j][u] = hn::Zero(d);
    }
    group.largest[u] = hn::Set(d, -std::numeric_limits<double>::infinity());
    group.weight[u] = group.precision[u] = group.second[u] = hn::Zero(d);
  }
  return group;
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

}  // namespace HWY_NAMESPACE
}  // namespace kolmo::density
HWY_AFTER_NAMESPACE();

#endif
