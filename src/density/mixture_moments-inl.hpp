// Second moments of the scores of a mixture's components, which its Laplacian takes.
#if defined(KOLMO_DENSITY_MIXTURE_MOMENTS_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef KOLMO_DENSITY_MIXTURE_MOMENTS_INL_HPP
#undef KOLMO_DENSITY_MIXTURE_MOMENTS_INL_HPP
#else
#define KOLMO_DENSITY_MIXTURE_MOMENTS_INL_HPP
#endif

#include "density/mixture_logits-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kolmo::density {
namespace HWY_NAMESPACE {

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

}  // namespace HWY_NAMESPACE
}  // namespace kolmo::density
HWY_AFTER_NAMESPACE();

#endif
