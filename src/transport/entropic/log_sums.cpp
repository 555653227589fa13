#include "transport/entropic/log_sums.hpp"

#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "transport/entropic/log_sums.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kolmo/core/simd/simd_inline-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kolmo::transport::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<double>;

/// Whole vectors of rows, and what is left in padded copies.
template <class Body>
HWY_INLINE void ExpOverColumns(const CostBlock& cost, const double* v, const double* shift, double* out) {
  const D d;
  const Index lanes = static_cast<Index>(hn::Lanes(d)), whole = cost.rows / lanes * lanes;
  HWY_ALIGN double tail[3][hn::MaxLanes(D())] = {};
  for (Index i = whole; i < cost.rows; ++i) tail[0][i - whole] = Body::shifted ? shift[i] : 0;
  for (Index i = 0; i < cost.rows; ++i) out[i] = Body::first;
  for (Index k = 0; k < lanes; ++k) tail[2][k] = Body::first;
  const auto factor = hn::Set(d, cost.factor);
  for (Index j = 0; j < cost.columns; ++j) {
    const double* column = cost.c + j * cost.stride;
    const auto vj = hn::Set(d, v[j]);
    for (Index i = 0; i < whole; i += lanes) {
      const auto s = Body::shifted ? hn::LoadU(d, shift + i) : hn::Zero(d);
      const auto x = hn::MulAdd(factor, hn::LoadU(d, column + i), hn::Sub(vj, s));
      hn::StoreU(Body::add(d, hn::LoadU(d, out + i), x), d, out + i);
    }
    if (whole == cost.rows) continue;
    for (Index i = whole; i < cost.rows; ++i) tail[1][i - whole] = column[i];
    const auto x = hn::MulAdd(factor, hn::Load(d, tail[1]), hn::Sub(vj, hn::Load(d, tail[0])));
    hn::Store(Body::add(d, hn::Load(d, tail[2]), x), d, tail[2]);
  }
  for (Index i = whole; i < cost.rows; ++i) out[i] = tail[2][i - whole];
}

struct Sum {
  static constexpr bool shifted = true;
  static constexpr double first = 0;
  static HWY_INLINE hn::Vec<D> add(D d, hn::Vec<D> so_far, hn::Vec<D> x) {
    return hn::Add(so_far, kolmo::HWY_NAMESPACE::Exp(d, x));
  }
};

struct Greatest {
  static constexpr bool shifted = false;
  static constexpr double first = -std::numeric_limits<double>::infinity();
  static HWY_INLINE hn::Vec<D> add(D, hn::Vec<D> so_far, hn::Vec<D> x) { return hn::Max(so_far, x); }
};

void SumOverColumns(const CostBlock& cost, const double* v, const double* shift, double* out) {
  ExpOverColumns<Sum>(cost, v, shift, out);
}

void MaxOverColumns(const CostBlock& cost, const double* v, double* out) {
  ExpOverColumns<Greatest>(cost, v, nullptr, out);
}

/// The lanes of two accumulators over u_i + factor c_i − shift, i in turn; what is left is padded with −∞.
template <class Body>
HWY_INLINE hn::Vec<D> OverRows(const CostBlock& cost, const double* u, double shift) {
  const D d;
  const Index lanes = static_cast<Index>(hn::Lanes(d)), whole = cost.rows / (2 * lanes) * (2 * lanes);
  const auto factor = hn::Set(d, cost.factor), s = hn::Set(d, shift);
  auto even = hn::Set(d, Body::first), odd = even;
  for (Index i = 0; i < whole; i += 2 * lanes) {
    even = Body::add(d, even, hn::MulAdd(factor, hn::LoadU(d, cost.c + i), hn::Sub(hn::LoadU(d, u + i), s)));
    odd = Body::add(
        d, odd,
        hn::MulAdd(factor, hn::LoadU(d, cost.c + i + lanes), hn::Sub(hn::LoadU(d, u + i + lanes), s)));
  }
  HWY_ALIGN double c[2 * hn::MaxLanes(D())] = {}, left[2 * hn::MaxLanes(D())];
  for (Index k = 0; k < 2 * lanes; ++k) {
    const bool there = whole + k < cost.rows;
    if (there) c[k] = cost.c[whole + k];
    left[k] = there ? u[whole + k] : -std::numeric_limits<double>::infinity();
  }
  if (whole < cost.rows) {
    even = Body::add(d, even, hn::MulAdd(factor, hn::Load(d, c), hn::Sub(hn::Load(d, left), s)));
    odd =
        Body::add(d, odd, hn::MulAdd(factor, hn::Load(d, c + lanes), hn::Sub(hn::Load(d, left + lanes), s)));
  }
  return Body::join(even, odd);
}

struct SumOfTwo : Sum {
  static HWY_INLINE hn::Vec<D> join(hn::Vec<D> a, hn::Vec<D> b) { return hn::Add(a, b); }
};
struct GreatestOfTwo : Greatest {
  static HWY_INLINE hn::Vec<D> join(hn::Vec<D> a, hn::Vec<D> b) { return hn::Max(a, b); }
};

double SumOverRows(const CostBlock& cost, const double* u, double shift) {
  const D d;
  return hn::GetLane(hn::SumOfLanes(d, OverRows<SumOfTwo>(cost, u, shift)));
}

double MaxOverRows(const CostBlock& cost, const double* u) {
  const D d;
  return hn::GetLane(hn::MaxOfLanes(d, OverRows<GreatestOfTwo>(cost, u, 0)));
}

}  // namespace kolmo::transport::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kolmo::transport {

HWY_EXPORT(SumOverColumns);
HWY_EXPORT(MaxOverColumns);
HWY_EXPORT(SumOverRows);
HWY_EXPORT(MaxOverRows);

void exp_over_columns(const CostBlock& cost, const double* v, const double* shift, double* out) {
  HWY_DYNAMIC_DISPATCH(SumOverColumns)(cost, v, shift, out);
}

void max_over_columns(const CostBlock& cost, const double* v, double* out) {
  HWY_DYNAMIC_DISPATCH(MaxOverColumns)(cost, v, out);
}

double exp_over_rows(const CostBlock& cost, const double* u, double shift) {
  return HWY_DYNAMIC_DISPATCH(SumOverRows)(cost, u, shift);
}

double max_over_rows(const CostBlock& cost, const double* u) {
  return HWY_DYNAMIC_DISPATCH(MaxOverRows)(cost, u);
}

}  // namespace kolmo::transport
#endif  // HWY_ONCE
