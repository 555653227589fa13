#include "green_flow/power_sum.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "green_flow/power_sum.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kolmo/core/simd/simd_inline-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kolmo::green_flow {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
namespace math = kolmo::HWY_NAMESPACE;

using Tag = hn::ScalableTag<double>;
using V = hn::Vec<Tag>;

/// Vectors of queries that are in flight together.
constexpr int vectors = 2;
/// Whole powers up to this are products of squares.
constexpr double largest_whole = 1 << 20;

/// s^{n/2}: whole n by squares and a root, others by exp and log.
struct HalfPower {
  explicit HalfPower(double n)
      : half(0.5 * n),
        whole(n == std::floor(n) && n <= largest_whole),
        squares(whole ? static_cast<unsigned>(n) / 2 : 0),
        root(whole && static_cast<unsigned>(n) % 2 == 1) {}

  HWY_INLINE V operator()(V s) const {
    const Tag d;
    if (!whole) return math::Exp(d, hn::Mul(hn::Set(d, half), math::Log(d, s)));
    V power = root ? hn::Sqrt(s) : hn::Set(d, 1.0);
    for (unsigned bits = squares; bits != 0; bits >>= 1) {
      if (bits & 1) power = hn::Mul(power, s);
      if (bits > 1) s = hn::Mul(s, s);
    }
    return power;
  }

  double half;
  bool whole;
  unsigned squares;
  bool root;
};

template <int dimension>
struct Group {
  V x[dimension][vectors], smallest[vectors], sum[vectors], first[dimension][vectors],
      inner[dimension][vectors], square[vectors];
};

template <int dimension>
HWY_INLINE void differences(const PowerSumTask& task, const Group<dimension>& group, Index k, int u,
                            V (&e)[dimension], V& q) {
  const Tag d;
  q = hn::Set(d, 1.0);
  for (int j = 0; j < dimension; ++j) {
    e[j] = hn::Sub(group.x[j][u], hn::Set(d, task.inverse_unit * task.p[k + j * task.points]));
    q = hn::MulAdd(e[j], e[j], q);
  }
}

/// Queries i … i + vectors·lanes − 1, with nothing summed yet.
template <int dimension>
HWY_INLINE Group<dimension> load_group(const PowerSumTask& task, Index i) {
  const Tag d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  const V inverse_unit = hn::Set(d, task.inverse_unit);
  Group<dimension> group;
  for (int u = 0; u < vectors; ++u) {
    for (int j = 0; j < dimension; ++j) {
      group.x[j][u] = hn::Mul(inverse_unit, hn::LoadU(d, task.x + i + u * lanes + j * task.x_stride));
      group.first[j][u] = group.inner[j][u] = hn::Zero(d);
    }
    group.smallest[u] = hn::Set(d, std::numeric_limits<double>::infinity());
    group.sum[u] = group.square[u] = hn::Zero(d);
  }
  return group;
}

/// Point k into the sums.
template <int dimension>
HWY_INLINE void add_point(const PowerSumTask& task, const HalfPower& half_power, Index k,
                          Group<dimension>& group) {
  const Tag d;
  V e[dimension], q;
  const V weight = hn::Set(d, task.weights[k]);
  for (int u = 0; u < vectors; ++u) {
    differences<dimension>(task, group, k, u, e, q);
    const V s = hn::Div(group.smallest[u], q), share = hn::Mul(weight, half_power(s));
    group.sum[u] = hn::Add(group.sum[u], share);
    for (int j = 0; j < dimension; ++j) group.first[j][u] = hn::MulAdd(share, e[j], group.first[j][u]);
    if (!task.spread) continue;
    const V over = hn::Mul(share, s);  // × n/min q at the end
    for (int j = 0; j < dimension; ++j) group.inner[j][u] = hn::MulAdd(over, e[j], group.inner[j][u]);
    group.square[u] = hn::MulAdd(over, hn::Sub(q, hn::Set(d, 1.0)), group.square[u]);
  }
}

/// The outputs of vector u from its sums.
template <int dimension>
HWY_INLINE void store(const PowerSumTask& task, const Group<dimension>& group, int u, Index row) {
  const Tag d;
  if (task.log_sum) {
    const V logs = hn::NegMulAdd(hn::Set(d, 0.5 * task.power), math::Log(d, group.smallest[u]),
                                 math::Log(d, group.sum[u]));
    hn::StoreU(logs, d, task.log_sum + row);
  }
  V spread = group.square[u];
  for (int j = 0; j < dimension; ++j) {
    const V mean = hn::Div(group.first[j][u], group.sum[u]);
    if (task.mean) hn::StoreU(mean, d, task.mean + row + j * task.mean_stride);
    spread = hn::NegMulAdd(mean, group.inner[j][u], spread);
  }
  if (!task.spread) return;
  spread = hn::Div(hn::Mul(hn::Set(d, task.power), spread), hn::Mul(group.sum[u], group.smallest[u]));
  hn::StoreU(spread, d, task.spread + row);
}

/// min q first, so that no power underflows where it counts.
template <int dimension>
HWY_INLINE void sum_group(const PowerSumTask& task, const HalfPower& half_power, Index i) {
  const Index lanes = static_cast<Index>(hn::Lanes(Tag()));
  Group<dimension> group = load_group<dimension>(task, i);
  V e[dimension], q;
  for (Index k = 0; k < task.points; ++k) {
    for (int u = 0; u < vectors; ++u) {
      differences<dimension>(task, group, k, u, e, q);
      group.smallest[u] = hn::Min(group.smallest[u], q);
    }
  }
  for (Index k = 0; k < task.points; ++k) add_point<dimension>(task, half_power, k, group);
  for (int u = 0; u < vectors; ++u) store<dimension>(task, group, u, i + u * lanes);
}

/// The last, partial group: computed whole in a buffer that repeats the last query.
template <int dimension>
HWY_INLINE void sum_tail(const PowerSumTask& task, const HalfPower& half_power, Index i) {
  constexpr Index width = vectors * static_cast<Index>(hn::MaxLanes(Tag()));
  const Index rows = task.rows - i;
  HWY_ALIGN double x[dimension * width], mean[dimension * width], log_sum[width], spread[width];
  for (int j = 0; j < dimension; ++j)
    for (Index k = 0; k < width; ++k)
      x[j * width + k] = task.x[i + std::min(k, rows - 1) + j * task.x_stride];
  PowerSumTask whole = task;
  whole.x = x;
  whole.x_stride = whole.mean_stride = width;
  whole.log_sum = task.log_sum ? log_sum : nullptr;
  whole.mean = task.mean ? mean : nullptr;
  whole.spread = task.spread ? spread : nullptr;
  sum_group<dimension>(whole, half_power, 0);
  if (task.log_sum) std::copy_n(log_sum, rows, task.log_sum + i);
  if (task.spread) std::copy_n(spread, rows, task.spread + i);
  if (!task.mean) return;
  for (int j = 0; j < dimension; ++j)
    std::copy_n(mean + j * width, rows, task.mean + i + j * task.mean_stride);
}

template <int dimension>
void sum_rows(const PowerSumTask& task) {
  const HalfPower half_power(task.power);
  const Index group = vectors * static_cast<Index>(hn::Lanes(Tag()));
  Index i = 0;
  for (; i + group <= task.rows; i += group) sum_group<dimension>(task, half_power, i);
  if (i < task.rows) sum_tail<dimension>(task, half_power, i);
}

void power_sum_kernel(const PowerSumTask& task) {
  switch (task.dimension) {
    case 1:
      return sum_rows<1>(task);
    case 2:
      return sum_rows<2>(task);
    default:
      return sum_rows<3>(task);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace kolmo::green_flow
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kolmo::green_flow {

HWY_EXPORT(power_sum_kernel);

void power_sum(const PowerSumTask& task) { HWY_DYNAMIC_DISPATCH(power_sum_kernel)(task); }

}  // namespace kolmo::green_flow
#endif
