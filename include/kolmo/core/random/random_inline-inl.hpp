// Philox4x32-10 and Box–Muller on Highway vectors, to be inlined into other kernels (as simd_inline-inl.hpp
// is).
#if defined(KOLMO_CORE_RANDOM_INLINE_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef KOLMO_CORE_RANDOM_INLINE_INL_HPP
#undef KOLMO_CORE_RANDOM_INLINE_INL_HPP
#else
#define KOLMO_CORE_RANDOM_INLINE_INL_HPP
#endif

#include "kolmo/core/simd/simd_inline-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace kolmo {
namespace HWY_NAMESPACE {

/// Lanes of 64 bits; at most 8, so that a group of 16 particles is a whole number of vectors.
using CounterTag = hn::CappedTag<std::uint64_t, 8>;
using NumberTag = hn::RebindToFloat<CounterTag>;
using CounterVector = hn::Vec<CounterTag>;
using NumberVector = hn::Vec<NumberTag>;

/// The ten round keys of Philox4x32-10: key + r·(golden ratio, √3 − 1), 32 bits each.
struct RoundKeys {
  explicit RoundKeys(std::uint64_t seed) {
    auto low = static_cast<std::uint32_t>(seed), high = static_cast<std::uint32_t>(seed >> 32);
    for (int r = 0; r < 10; ++r, low += 0x9E3779B9u, high += 0xBB67AE85u) {
      first[r] = low;
      second[r] = high;
    }
  }
  std::uint64_t first[10], second[10];
};

/// Product of the low halves of the lanes, 64 bits.
HWY_INLINE CounterVector MulLow32(CounterVector a, CounterVector b) {
#if HWY_TARGET == HWY_SCALAR
  const auto low = hn::Set(CounterTag(), 0xffffffffu);
  return hn::Mul(hn::And(a, low), hn::And(b, low));
#else
  const hn::Repartition<std::uint32_t, CounterTag> d32;
  return hn::MulEven(hn::BitCast(d32, a), hn::BitCast(d32, b));
#endif
}

/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, table 2) of `G` vectors of counters (x0[g], x1[g], x2[g],
/// x3[g]), which are lost: words (x₀ 2³² + x₁, x₂ 2³² + x₃) of the four outputs x. The upper halves of the
/// lanes hold rubbish on the way.
template <int G>
HWY_INLINE void PhiloxOfLanes(const RoundKeys& keys, CounterVector (&x0)[G], CounterVector (&x1)[G],
                              CounterVector (&x2)[G], CounterVector (&x3)[G], CounterVector (&word0)[G],
                              CounterVector (&word1)[G]) {
  const CounterTag d;
  const auto m0 = hn::Set(d, 0xD2511F53u), m1 = hn::Set(d, 0xCD9E8D57u), low = hn::Set(d, 0xffffffffu);
  for (int r = 0; r < 10; ++r) {
    const auto k0 = hn::Set(d, keys.first[r]), k1 = hn::Set(d, keys.second[r]);
    for (int g = 0; g < G; ++g) {
      const auto p0 = MulLow32(x0[g], m0), p1 = MulLow32(x2[g], m1);
      x0[g] = hn::Xor3(hn::ShiftRight<32>(p1), x1[g], k0);
      x2[g] = hn::Xor3(hn::ShiftRight<32>(p0), x3[g], k1);
      x1[g] = p1;
      x3[g] = p0;
    }
  }
  for (int g = 0; g < G; ++g) {
    word0[g] = hn::OrAnd(hn::ShiftLeft<32>(x0[g]), x1[g], low);
    word1[g] = hn::OrAnd(hn::ShiftLeft<32>(x2[g]), x3[g], low);
  }
}

/// The same of the counters (first[g], second, third, fourth).
template <int G>
HWY_INLINE void Philox(const RoundKeys& keys, const CounterVector (&first)[G], std::uint32_t second,
                       std::uint32_t third, std::uint32_t fourth, CounterVector (&word0)[G],
                       CounterVector (&word1)[G]) {
  const CounterTag d;
  CounterVector x0[G], x1[G], x2[G], x3[G];
  for (int g = 0; g < G; ++g) {
    x0[g] = first[g];
    x1[g] = hn::Set(d, second);
    x2[g] = hn::Set(d, third);
    x3[g] = hn::Set(d, fourth);
  }
  PhiloxOfLanes(keys, x0, x1, x2, x3, word0, word1);
}

/// 1 + k 2⁻⁵², k = the 52 lowest bits of the word.
HWY_INLINE NumberVector OneToTwo(CounterVector word) {
  const CounterTag d;
  return hn::BitCast(NumberTag(),
                     hn::OrAnd(hn::Set(d, 0x3ff0000000000000), word, hn::Set(d, 0x000fffffffffffff)));
}

/// (k + ½) 2⁻⁵², k = the 52 lowest bits of the word: exact, symmetric about ½, never 0 nor 1.
HWY_INLINE NumberVector Uniform(CounterVector word) {
  return hn::Sub(OneToTwo(word), hn::Set(NumberTag(), 1 - 0x1p-53));
}

/// Two independent standard normal numbers of two words (Box and Muller 1958): with u = (k₀ + ½) 2⁻⁵², y = k₁
/// 2⁻⁵² − ½, r = √(−2 log u) and the two highest bits of word1, (z₀, z₁) = r (±cos(π/2 y), sin(π/2 y)) with
/// the sign of bit 63, exchanged where bit 62 is set: the four quarters of the circle. |z| ≤ √(106 log 2)
/// = 8.57.
HWY_INLINE void BoxMuller(CounterVector word0, CounterVector word1, NumberVector& z0, NumberVector& z1) {
  const CounterTag d;
  const NumberTag df;
  const auto log_u = LogOfNormal(df, Uniform(word0), hn::Zero(df));
  const auto r = hn::Sqrt(hn::Mul(hn::Set(df, -2.0), log_u));
  const auto y = hn::Sub(OneToTwo(word1), hn::Set(df, 1.5));
  const auto sign = hn::BitCast(df, hn::And(word1, hn::Set(d, 0x8000000000000000)));
  const auto c = hn::Mul(hn::Xor(r, sign), CosOfQuarterTurns(df, y));
  const auto s = hn::Mul(r, SinOfQuarterTurns(df, y));
  const auto swap = hn::RebindMask(df, hn::TestBit(word1, hn::Set(d, 0x4000000000000000)));
  z0 = hn::IfThenElse(swap, s, c);
  z1 = hn::IfThenElse(swap, c, s);
}

}  // namespace HWY_NAMESPACE
}  // namespace kolmo
HWY_AFTER_NAMESPACE();

#endif
