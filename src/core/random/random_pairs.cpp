// RandomStream::normal_pairs: numbers of one particle at scattered addresses.

#include <algorithm>

#include "kolmo/core/random/random_stream.hpp"
#include "random_address.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/random/random_pairs.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "kolmo/core/random/random_inline-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kolmo {
namespace HWY_NAMESPACE {

/// Up to `G` vectors of pairs at address.counter (the particle) and `numbers`.
template <int G>
HWY_INLINE void pairs_of_vectors(const RoundKeys& keys, const RandomAddress& address,
                                 const std::uint64_t* numbers, Index count, double* v, double* w) {
  const CounterTag d;
  constexpr Index lanes = static_cast<Index>(hn::MaxLanes(CounterTag()));
  HWY_ALIGN std::uint64_t buffer[G * lanes] = {};
  HWY_ALIGN double first[G * lanes], second[G * lanes];
  std::copy(numbers, numbers + count, buffer);
  CounterVector x0[G], x1[G], x2[G], x3[G], word0[G], word1[G];
  for (int g = 0; g < G; ++g) {
    const auto number = hn::Load(d, buffer + g * lanes);
    x0[g] = hn::Set(d, address.counter);
    x1[g] = hn::And(number, hn::Set(d, 0xffffffffu));
    x2[g] = hn::Set(d, address.purpose);
    x3[g] = hn::ShiftRight<32>(number);
  }
  PhiloxOfLanes(keys, x0, x1, x2, x3, word0, word1);
  for (int g = 0; g < G; ++g) {
    NumberVector z0, z1;
    BoxMuller(word0[g], word1[g], z0, z1);
    hn::Store(z0, NumberTag(), first + g * lanes);
    hn::Store(z1, NumberTag(), second + g * lanes);
  }
  std::copy(first, first + count, v);
  std::copy(second, second + count, w);
}

/// Two vectors at a time: they are computed in little more time than one.
void normal_pairs_kernel(const RandomAddress& address, const std::uint64_t* numbers, Index n, double* v,
                         double* w) {
  constexpr Index lanes = static_cast<Index>(hn::MaxLanes(CounterTag()));
  const RoundKeys keys(address.seed);
  for (Index k = 0; k < n;) {
    const Index count = std::min(2 * lanes, n - k);
    if (count <= lanes) {
      pairs_of_vectors<1>(keys, address, numbers + k, count, v + k, w + k);
    } else {
      pairs_of_vectors<2>(keys, address, numbers + k, count, v + k, w + k);
    }
    k += count;
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace kolmo
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace kolmo {

HWY_EXPORT(normal_pairs_kernel);

constexpr std::uint32_t pairs_bit = 1U << 30;

void RandomStream::normal_pairs(std::uint32_t particle, const std::uint64_t* numbers, Index n, double* v,
                                double* w) const {
  HWY_DYNAMIC_DISPATCH(normal_pairs_kernel)({seed_, particle, 0, purpose_ | pairs_bit, 0}, numbers, n, v, w);
}

}  // namespace kolmo
#endif
