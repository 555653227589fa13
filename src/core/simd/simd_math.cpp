#include "kolmo/core/simd/simd_math.hpp"

#include <algorithm>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/simd/simd_math.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kolmo/core/simd/simd_inline-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kolmo {
namespace HWY_NAMESPACE {

/// A step of the kernel on `d`'s lanes from x to y (and z); the tail is computed as a whole vector in a
/// buffer.
template <class Function>
HWY_INLINE void for_each_vector(const double* x, Index n, double* const* y, const Function& function) {
  constexpr int outputs = Function::outputs;
  const hn::ScalableTag<double> d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  Index i = 0;
  for (; i + lanes <= n; i += lanes) {
    hn::Vec<decltype(d)> results[outputs];
    function(d, hn::LoadU(d, x + i), results);
    for (int k = 0; k < outputs; ++k) hn::StoreU(results[k], d, y[k] + i);
  }
  if (i == n) return;
  HWY_ALIGN double buffer[hn::MaxLanes(d)] = {};
  std::copy(x + i, x + n, buffer);
  hn::Vec<decltype(d)> results[outputs];
  function(d, hn::Load(d, buffer), results);
  for (int k = 0; k < outputs; ++k) {
    hn::Store(results[k], d, buffer);
    std::copy(buffer, buffer + (n - i), y[k] + i);
  }
}

struct ExpFunction {
  static constexpr int outputs = 1;
  template <class D>
  HWY_INLINE void operator()(D d, hn::Vec<D> x, hn::Vec<D>* y) const {
    y[0] = Exp(d, x);
  }
};

struct LogFunction {
  static constexpr int outputs = 1;
  template <class D>
  HWY_INLINE void operator()(D d, hn::Vec<D> x, hn::Vec<D>* y) const {
    y[0] = Log(d, x);
  }
};

struct SinCosPiFunction {
  static constexpr int outputs = 2;
  template <class D>
  HWY_INLINE void operator()(D d, hn::Vec<D> x, hn::Vec<D>* y) const {
    SinCosPi(d, x, y[0], y[1]);
  }
};

/// Lanes beyond the range of the reduction are the C library's.
template <class D>
HWY_INLINE hn::Vec<D> far_lanes(D d, hn::Vec<D> x, hn::Vec<D> y, double (*function)(double)) {
  const auto limit = hn::Set(d, largest_reduced_angle);
  if (HWY_LIKELY(hn::AllTrue(d, hn::Le(hn::Abs(x), limit)))) return y;
  HWY_ALIGN double from[hn::MaxLanes(d)], to[hn::MaxLanes(d)];
  hn::Store(x, d, from);
  hn::Store(y, d, to);
  for (std::size_t i = 0; i < hn::Lanes(d); ++i)
    if (!(std::abs(from[i]) <= largest_reduced_angle)) to[i] = function(from[i]);
  return hn::Load(d, to);
}

struct SinFunction {
  static constexpr int outputs = 1;
  template <class D>
  HWY_INLINE void operator()(D d, hn::Vec<D> x, hn::Vec<D>* y) const {
    hn::Vec<D> cosine;
    SinCos(d, x, y[0], cosine);
    y[0] = far_lanes(d, x, y[0], std::sin);
  }
};

struct CosFunction {
  static constexpr int outputs = 1;
  template <class D>
  HWY_INLINE void operator()(D d, hn::Vec<D> x, hn::Vec<D>* y) const {
    hn::Vec<D> sine;
    SinCos(d, x, sine, y[0]);
    y[0] = far_lanes(d, x, y[0], std::cos);
  }
};

struct TanhFunction {
  static constexpr int outputs = 1;
  template <class D>
  HWY_INLINE void operator()(D d, hn::Vec<D> x, hn::Vec<D>* y) const {
    y[0] = Tanh(d, x);
  }
};

void sin_kernel(const double* x, double* y, Index n) { for_each_vector(x, n, &y, SinFunction{}); }

void cos_kernel(const double* x, double* y, Index n) { for_each_vector(x, n, &y, CosFunction{}); }

void tanh_kernel(const double* x, double* y, Index n) { for_each_vector(x, n, &y, TanhFunction{}); }

void exp_kernel(const double* x, double* y, Index n) { for_each_vector(x, n, &y, ExpFunction{}); }

void log_kernel(const double* x, double* y, Index n) { for_each_vector(x, n, &y, LogFunction{}); }

void sincospi_kernel(const double* x, double* sine, double* cosine, Index n) {
  double* const outputs[] = {sine, cosine};
  for_each_vector(x, n, outputs, SinCosPiFunction{});
}

}  // namespace HWY_NAMESPACE
}  // namespace kolmo
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kolmo {

HWY_EXPORT(exp_kernel);
HWY_EXPORT(log_kernel);
HWY_EXPORT(sincospi_kernel);
HWY_EXPORT(sin_kernel);
HWY_EXPORT(cos_kernel);
HWY_EXPORT(tanh_kernel);

void sin(const double* x, double* y, Index n) { HWY_DYNAMIC_DISPATCH(sin_kernel)(x, y, n); }
void cos(const double* x, double* y, Index n) { HWY_DYNAMIC_DISPATCH(cos_kernel)(x, y, n); }
void tanh(const double* x, double* y, Index n) { HWY_DYNAMIC_DISPATCH(tanh_kernel)(x, y, n); }

void exp(const double* x, double* y, Index n) { HWY_DYNAMIC_DISPATCH(exp_kernel)(x, y, n); }

void log(const double* x, double* y, Index n) { HWY_DYNAMIC_DISPATCH(log_kernel)(x, y, n); }

void sincospi(const double* x, double* sine, double* cosine, Index n) {
  HWY_DYNAMIC_DISPATCH(sincospi_kernel)(x, sine, cosine, n);
}

}  // namespace kolmo
#endif
