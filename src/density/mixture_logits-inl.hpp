// Logits of a mixture's components for a few vectors of points, and 2 to their power: for each instruction
// set once, in Highway's manner.
#if defined(KOLMO_DENSITY_MIXTURE_LOGITS_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef KOLMO_DENSITY_MIXTURE_LOGITS_INL_HPP
#undef KOLMO_DENSITY_MIXTURE_LOGITS_INL_HPP
#else
#define KOLMO_DENSITY_MIXTURE_LOGITS_INL_HPP
#endif

#include <numbers>

#include "hwy/highway.h"
#include "kolmo/core/simd/simd_inline-inl.hpp"
#include "mixture_kernel.hpp"

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

}  // namespace HWY_NAMESPACE
}  // namespace kolmo::density
HWY_AFTER_NAMESPACE();

#endif
