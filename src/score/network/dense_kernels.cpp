#include "score/network/dense_kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "score/network/dense_kernels.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kolmo/core/simd/simd_inline-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kolmo::score::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

/// Outputs that a pass keeps in registers beside two vectors of rows.
constexpr int widest = HWY_TARGET <= HWY_AVX3 ? 8 : 4;

/// Two vectors of rows at a time: kernel_rows are at most 16 lanes of one vector, and one is enough there.
template <class T>
using Tag = hn::CappedTag<T, kernel_rows>;

template <class T>
HWY_INLINE hn::Vec<Tag<T>> start_of(const Combination<T>& task, Index o) {
  return task.bias ? hn::Set(Tag<T>(), task.bias[o]) : hn::Zero(Tag<T>());
}

/// `count` outputs from o on, `vectors` vectors of rows from r on.
template <class T, int count, int vectors>
HWY_INLINE void combine_tile(const Combination<T>& task, Index r, Index o) {
  const Tag<T> d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  hn::Vec<Tag<T>> sum[count][vectors];
  for (int c = 0; c < count; ++c)
    for (int v = 0; v < vectors; ++v) sum[c][v] = start_of(task, o + c);
  const T* a = task.a + r;
  const T* w = task.w + o * task.across;
  for (Index i = 0; i < task.inputs; ++i, a += task.a_stride, w += task.along) {
    hn::Vec<Tag<T>> x[vectors];
    for (int v = 0; v < vectors; ++v) x[v] = hn::LoadU(d, a + v * lanes);
    for (int c = 0; c < count; ++c) {
      const auto weight = hn::Set(d, w[c * task.across]);
      for (int v = 0; v < vectors; ++v) sum[c][v] = hn::MulAdd(weight, x[v], sum[c][v]);
    }
  }
  for (int c = 0; c < count; ++c)
    for (int v = 0; v < vectors; ++v)
      hn::StoreU(sum[c][v], d, task.out + (o + c) * task.out_stride + r + v * lanes);
}

template <class T, int vectors>
HWY_INLINE void combine_rows(const Combination<T>& task, Index r) {
  Index o = 0;
  for (; o + widest <= task.outputs; o += widest) combine_tile<T, widest, vectors>(task, r, o);
  for (; o + 2 <= task.outputs; o += 2) combine_tile<T, 2, vectors>(task, r, o);
  if (o < task.outputs) combine_tile<T, 1, vectors>(task, r, o);
}

template <class T>
HWY_INLINE void combine_all(const Combination<T>& task) {
  const Index lanes = static_cast<Index>(hn::Lanes(Tag<T>()));
  Index r = 0;
  for (; r + 2 * lanes <= task.rows; r += 2 * lanes) combine_rows<T, 2>(task, r);
  for (; r < task.rows; r += lanes) combine_rows<T, 1>(task, r);
}

/// A tile of `m` outputs and `n` inputs of the gradient.
template <class T, int m, int n>
HWY_INLINE void correlate_tile(const Correlation<T>& task, Index o, Index i) {
  const Tag<T> d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  hn::Vec<Tag<T>> sum[m][n];
  for (int p = 0; p < m; ++p)
    for (int q = 0; q < n; ++q) sum[p][q] = hn::Zero(d);
  for (Index r = 0; r < task.rows; r += lanes) {
    hn::Vec<Tag<T>> x[n];
    for (int q = 0; q < n; ++q) x[q] = hn::LoadU(d, task.a + (i + q) * task.a_stride + r);
    for (int p = 0; p < m; ++p) {
      const auto y = hn::LoadU(d, task.dz + (o + p) * task.dz_stride + r);
      for (int q = 0; q < n; ++q) sum[p][q] = hn::MulAdd(y, x[q], sum[p][q]);
    }
  }
  for (int p = 0; p < m; ++p)
    for (int q = 0; q < n; ++q)
      task.gradient[(o + p) * task.inputs + i + q] = hn::GetLane(hn::SumOfLanes(d, sum[p][q]));
}

template <class T, int m>
HWY_INLINE void correlate_outputs(const Correlation<T>& task, Index o) {
  Index i = 0;
  for (; i + 4 <= task.inputs; i += 4) correlate_tile<T, m, 4>(task, o, i);
  for (; i < task.inputs; ++i) correlate_tile<T, m, 1>(task, o, i);
}

template <class T>
HWY_INLINE void correlate_all(const Correlation<T>& task) {
  const Tag<T> d;
  Index o = 0;
  for (; o + 4 <= task.outputs; o += 4) correlate_outputs<T, 4>(task, o);
  for (; o < task.outputs; ++o) correlate_outputs<T, 1>(task, o);
  for (o = 0; o < task.outputs; ++o) {
    auto sum = hn::Zero(d);
    for (Index r = 0; r < task.rows; r += static_cast<Index>(hn::Lanes(d)))
      sum = hn::Add(sum, hn::LoadU(d, task.dz + o * task.dz_stride + r));
    task.bias_gradient[o] = hn::GetLane(hn::SumOfLanes(d, sum));
  }
}

HWY_INLINE hn::Vec<Tag<double>> exp_of(Tag<double> d, hn::Vec<Tag<double>> x) {
  return kolmo::HWY_NAMESPACE::Exp(d, x);
}

/// eˣ in single precision, |x| cut at 87, where a sigmoid is 0 or 1 to rounding: 2ᵏ p(r), r = x − k ln 2, p
/// of degree 6 (Taylor, relative error 2e−8 at |r| = ½ ln 2).
HWY_INLINE hn::Vec<Tag<float>> exp_of(Tag<float> d, hn::Vec<Tag<float>> x) {
  const auto bound = hn::Set(d, 87.0F);
  x = hn::Min(hn::Max(x, hn::Neg(bound)), bound);
  const auto k = hn::Round(hn::Mul(x, hn::Set(d, 1.44269504F)));
  auto r = hn::NegMulAdd(k, hn::Set(d, 0.693359375F), x);
  r = hn::NegMulAdd(k, hn::Set(d, -2.12194440e-4F), r);
  auto p = hn::Set(d, 1.0F / 720);
  for (const float c : {1.0F / 120, 1.0F / 24, 1.0F / 6, 0.5F, 1.0F, 1.0F})
    p = hn::MulAdd(p, r, hn::Set(d, c));
  const hn::RebindToSigned<Tag<float>> di;
  const auto exponent = hn::ShiftLeft<23>(hn::Add(hn::ConvertTo(di, k), hn::Set(di, 127)));
  return hn::Mul(p, hn::BitCast(d, exponent));
}

template <class T>
HWY_INLINE void silu_all(const T* z, Index n, T* value, T* slope) {
  const Tag<T> d;
  const auto one = hn::Set(d, T{1});
  for (Index i = 0; i < n; i += static_cast<Index>(hn::Lanes(d))) {
    const auto x = hn::LoadU(d, z + i);
    const auto s = hn::Div(one, hn::Add(one, exp_of(d, hn::Neg(x))));
    hn::StoreU(hn::Mul(s, hn::MulAdd(x, hn::Sub(one, s), one)), d, slope + i);
    hn::StoreU(hn::Mul(x, s), d, value + i);
  }
}

void combine_float(const Combination<float>& task) { combine_all(task); }
void combine_double(const Combination<double>& task) { combine_all(task); }
void correlate_float(const Correlation<float>& task) { correlate_all(task); }
void correlate_double(const Correlation<double>& task) { correlate_all(task); }
void silu_float(const float* z, Index n, float* value, float* slope) { silu_all(z, n, value, slope); }
void silu_double(const double* z, Index n, double* value, double* slope) { silu_all(z, n, value, slope); }

}  // namespace
}  // namespace kolmo::score::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kolmo::score {

HWY_EXPORT(combine_float);
HWY_EXPORT(combine_double);
HWY_EXPORT(correlate_float);
HWY_EXPORT(correlate_double);
HWY_EXPORT(silu_float);
HWY_EXPORT(silu_double);

void combine(const Combination<float>& task) { HWY_DYNAMIC_DISPATCH(combine_float)(task); }
void combine(const Combination<double>& task) { HWY_DYNAMIC_DISPATCH(combine_double)(task); }
void correlate(const Correlation<float>& task) { HWY_DYNAMIC_DISPATCH(correlate_float)(task); }
void correlate(const Correlation<double>& task) { HWY_DYNAMIC_DISPATCH(correlate_double)(task); }
void silu(const float* z, Index n, float* value, float* slope) {
  HWY_DYNAMIC_DISPATCH(silu_float)(z, n, value, slope);
}
void silu(const double* z, Index n, double* value, double* slope) {
  HWY_DYNAMIC_DISPATCH(silu_double)(z, n, value, slope);
}

}  // namespace kolmo::score
#endif
