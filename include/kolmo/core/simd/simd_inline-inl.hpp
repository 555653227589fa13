// Exponential, logarithm, sine and cosine (of x and of π x), tangent hyperbolic on Highway vectors of
// doubles, to be inlined into other kernels.
//
// Included once per instruction set by a kernel's own file, in Highway's manner:
//
//   #undef HWY_TARGET_INCLUDE
//   #define HWY_TARGET_INCLUDE "my_kernel.cpp"
//   #include "hwy/foreach_target.h"
//   #include "hwy/highway.h"
//   #include "kolmo/core/simd/simd_inline-inl.hpp"
//   HWY_BEFORE_NAMESPACE();
//   namespace kolmo::my_module::HWY_NAMESPACE { … kolmo::HWY_NAMESPACE::Exp(d, v) … }
//   HWY_AFTER_NAMESPACE();
//
// Every function is elementwise and free of branches, so that a lane's result does not depend on its
// neighbours. Instruction sets with fused multiply-add (AVX2, AVX3) give equal bits; those without agree with
// them to rounding.
#if defined(KOLMO_CORE_SIMD_INLINE_INL_HPP) == defined(HWY_TARGET_TOGGLE)
#ifdef KOLMO_CORE_SIMD_INLINE_INL_HPP
#undef KOLMO_CORE_SIMD_INLINE_INL_HPP
#else
#define KOLMO_CORE_SIMD_INLINE_INL_HPP
#endif

#include <cstdint>
#include <limits>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace kolmo {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// c[0] + x (c[1] + x (c[2] + …)).
template <class D, std::size_t N>
HWY_INLINE hn::Vec<D> Polynomial(D d, hn::Vec<D> x, const double (&c)[N]) {
  auto sum = hn::Set(d, c[N - 1]);
  for (std::size_t k = N - 1; k-- > 0;) sum = hn::MulAdd(sum, x, hn::Set(d, c[k]));
  return sum;
}

/// min(max(x, lower), upper) that keeps NaN.
template <class D>
HWY_INLINE hn::Vec<D> ClampOrNaN(D d, hn::Vec<D> x, double lower, double upper) {
  const auto low = hn::Set(d, lower), high = hn::Set(d, upper);
#if HWY_ARCH_X86 && HWY_TARGET != HWY_SCALAR
  return hn::Min(high, hn::Max(low, x));  // maxpd and minpd return their second operand where one is NaN
#else
  const auto at_least = hn::IfThenElse(hn::Lt(x, low), low, x);
  return hn::IfThenElse(hn::Gt(at_least, high), high, at_least);
#endif
}

/// p · 2ᵏ with one rounding, for whole k in [−1077, 1025] and |p| in [½, 2].
template <class D>
HWY_INLINE hn::Vec<D> TimesPowerOf2(D d, hn::Vec<D> p, hn::Vec<D> k) {
#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX3_DL
  (void)d;
  return hn::Vec<D>{_mm512_scalef_pd(p.raw, k.raw)};
#else
  // 2ʲ for whole j in [−1022, 1023]: the sum has j + 1023 in its lowest bits, which the shift moves to the
  // exponent.
  const hn::RebindToUnsigned<D> du;
  const auto power = [&](hn::Vec<D> j) HWY_ATTR {
    return hn::BitCast(d, hn::ShiftLeft<52>(hn::BitCast(du, hn::Add(j, hn::Set(d, 0x1.8p52 + 1023)))));
  };
  const auto magic = hn::Set(d, 0x1.8p52);
  const auto half = hn::Sub(hn::MulAdd(k, hn::Set(d, 0.5), magic), magic);
  return hn::Mul(hn::Mul(p, power(half)), power(hn::Sub(k, half)));
#endif
}

/// eˣ, error below 1 ulp (2 without fused multiply-add), for every x, subnormal results
/// too; below about −745.13 comes 0, above about 709.78 comes ∞, NaN stays. With k =
/// round(x / ln 2) and r = x − k ln 2, eˣ = 2ᵏ (1 + r + r² Q(r)), Q of degree 9 interpolating at Chebyshev's
/// nodes (relative error 1.6e−17). Lanes below −746 are computed at 0 and cleared: a result that underflows
/// costs a processor some 150 cycles a vector.
template <class D>
HWY_INLINE hn::Vec<D> Exp(D d, hn::Vec<D> x) {
  constexpr double q[] = {0x1p-1,
                          0x1.5555555555556p-3,
                          0x1.5555555553d63p-5,
                          0x1.11111111109b3p-7,
                          0x1.6c16c1788bd90p-10,
                          0x1.a01a01a7c41d5p-13,
                          0x1.a019b90d2ae7ap-16,
                          0x1.71de0dae63bb3p-19,
                          0x1.289185613a3d6p-22,
                          0x1.af38a9b0ec855p-26};
  const auto one = hn::Set(d, 1.0), magic = hn::Set(d, 0x1.8p52);
  const auto vanished = hn::Lt(x, hn::Set(d, -746.0));
  x = ClampOrNaN(d, hn::IfThenZeroElse(vanished, x), -746.0, 710.0);
  const auto k = hn::Sub(hn::MulAdd(x, hn::Set(d, 0x1.71547652b82fep0), magic), magic);
  auto r = hn::NegMulAdd(k, hn::Set(d, 0x1.62e42feep-1), x);  // ln 2 in two parts; k times the first is exact
  r = hn::NegMulAdd(k, hn::Set(d, 0x1.a39ef35793c76p-33), r);
  auto p = hn::MulAdd(Polynomial(d, r, q), r, one);
  p = hn::MulAdd(p, r, one);
  return hn::IfThenZeroElse(vanished, TimesPowerOf2(d, p, k));
}

/// log x for positive normal x, error below 1 ulp; `exponent_shift` is added to e. x = 2ᵉ m, m in [√½, √2), f
/// = m − 1, s = f/(2 + f): log m = f − f²/2 + s (f²/2 + s² L(s²)), L of degree 6 (relative error 5e−18).
template <class D>
HWY_INLINE hn::Vec<D> LogOfNormal(D d, hn::Vec<D> x, hn::Vec<D> exponent_shift) {
  constexpr double c[] = {0x1.5555555555558p-1, 0x1.99999999952d7p-2, 0x1.2492492df281ap-2,
                          0x1.c71c62e3f11e6p-3, 0x1.7462b51cb66b1p-3, 0x1.39fe51a7c18f9p-3,
                          0x1.2b5900de53b32p-3};
  constexpr std::uint64_t bits_one = 0x3ff0000000000000, bits_root_half = 0x3fe6a09e667f3bcd;
  const hn::RebindToUnsigned<D> du;
  const auto bits = hn::Add(hn::BitCast(du, x), hn::Set(du, bits_one - bits_root_half));
  const auto exponent = hn::Or(hn::ShiftRight<52>(bits), hn::Set(du, 0x4330000000000000));
  const auto e = hn::Add(hn::Sub(hn::BitCast(d, exponent), hn::Set(d, 0x1p52 + 1023)), exponent_shift);
  const auto mantissa = hn::And(bits, hn::Set(du, 0x000fffffffffffff));
  const auto m = hn::BitCast(d, hn::Add(mantissa, hn::Set(du, bits_root_half)));

  const auto f = hn::Sub(m, hn::Set(d, 1.0));
  const auto s = hn::Div(f, hn::Add(f, hn::Set(d, 2.0)));
  const auto s2 = hn::Mul(s, s);
  const auto half_f2 = hn::Mul(hn::Mul(f, f), hn::Set(d, 0.5));
  const auto tail = hn::MulAdd(s2, Polynomial(d, s2, c), half_f2);
  const auto small = hn::MulAdd(s, tail, hn::Mul(e, hn::Set(d, 0x1.a39ef35793c76p-33)));
  return hn::MulSub(e, hn::Set(d, 0x1.62e42feep-1), hn::Sub(hn::Sub(half_f2, small), f));
}

/// log x, error below 1 ulp for every positive x, subnormal ones too; log 0 = −∞, log ∞ = ∞, NaN for x < 0
/// and NaN.
template <class D>
HWY_INLINE hn::Vec<D> Log(D d, hn::Vec<D> x) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto zero = hn::Zero(d);
  const auto is_small = hn::Lt(x, hn::Set(d, std::numeric_limits<double>::min()));
  const auto normal = hn::IfThenElse(is_small, hn::Mul(x, hn::Set(d, 0x1p54)), x);
  const auto y = LogOfNormal(d, normal, hn::IfThenElseZero(is_small, hn::Set(d, -54.0)));
  const auto is_ordinary =
      hn::And(hn::Gt(x, zero), hn::Le(x, hn::Set(d, std::numeric_limits<double>::max())));
  auto special = hn::IfThenElse(hn::Eq(x, zero), hn::Set(d, -infinity), x);
  special = hn::IfThenElse(hn::Lt(x, zero), hn::Set(d, std::numeric_limits<double>::quiet_NaN()), special);
  return hn::IfThenElse(is_ordinary, y, special);
}

/// sin(π/2 y) for |y| ≤ ½, error below 1 ulp.
template <class D>
HWY_INLINE hn::Vec<D> SinOfQuarterTurns(D d, hn::Vec<D> y) {
  constexpr double c[] = {0x1.921fb54442d18p+0,  -0x1.4abbce625be41p-1, 0x1.466bc677587e6p-4,
                          -0x1.32d2cce2e45acp-8, 0x1.50782fd8a398ep-13, -0x1.e3007048c4be0p-19,
                          0x1.e3f30116690b2p-25};
  return hn::Mul(y, Polynomial(d, hn::Mul(y, y), c));
}

/// cos(π/2 y) for |y| ≤ ½, error below 1 ulp.
template <class D>
HWY_INLINE hn::Vec<D> CosOfQuarterTurns(D d, hn::Vec<D> y) {
  constexpr double c[] = {0x1p0,
                          -0x1.3bd3cc9be45dep+0,
                          0x1.03c1f081b5ac0p-2,
                          -0x1.55d3c7e3cb23ap-6,
                          0x1.e1f5068687c82p-11,
                          -0x1.a6d1eef358ff6p-16,
                          0x1.f9ce23426c0b7p-22,
                          -0x1.b2f38468445b5p-28};
  return Polynomial(d, hn::Mul(y, y), c);
}

/// sin(π x) and cos(π x), error below 2 ulp for every finite x (the reduction is exact); NaN where x is not
/// finite.
template <class D>
HWY_INLINE void SinCosPi(D d, hn::Vec<D> x, hn::Vec<D>& sine, hn::Vec<D>& cosine) {
  const hn::RebindToUnsigned<D> du;
  const auto two = hn::Set(d, 2.0), magic = hn::Set(d, 0x1.8p52);
  const auto reduced = hn::NegMulAdd(two, hn::Round(hn::Mul(x, hn::Set(d, 0.5))), x);  // in [−1, 1], exact
  const auto shifted = hn::MulAdd(two, reduced, magic);
  const auto quadrant = hn::BitCast(du, shifted);  // its two lowest bits
  const auto y = hn::MulAdd(two, reduced, hn::Sub(magic, shifted));
  const auto s = SinOfQuarterTurns(d, y), c = CosOfQuarterTurns(d, y);
  const auto swap = hn::RebindMask(d, hn::TestBit(quadrant, hn::Set(du, 1)));
  const auto sign = hn::Set(du, 0x8000000000000000);
  const auto sign_sine = hn::And(hn::ShiftLeft<62>(quadrant), sign);
  const auto sign_cosine = hn::And(hn::ShiftLeft<62>(hn::Add(quadrant, hn::Set(du, 1))), sign);
  sine = hn::Xor(hn::IfThenElse(swap, c, s), hn::BitCast(d, sign_sine));
  cosine = hn::Xor(hn::IfThenElse(swap, s, c), hn::BitCast(d, sign_cosine));
}

/// Up to here sin, cos reduce their argument themselves.
inline constexpr double largest_reduced_angle = 1e5;

/// sin x and cos x, error below 3 ulp for |x| ≤ 1e5. x = k π/2 + r with π/2 in three parts: k times the first
/// two (33 bits each) is exact; the polynomials are those of fdlibm (Sun, 1993) on |r| ≤ π/4.
template <class D>
HWY_INLINE void SinCos(D d, hn::Vec<D> x, hn::Vec<D>& sine, hn::Vec<D>& cosine) {
  constexpr double s[] = {-1.66666666666666324348e-01, 8.33333333332248946124e-03,
                          -1.98412698298579493134e-04, 2.75573137070700676789e-06,
                          -2.50507602534068634195e-08, 1.58969099521155010221e-10};
  constexpr double c[] = {4.16666666666666019037e-02, -1.38888888888741095749e-03,
                          2.48015872894767294178e-05, -2.75573143513906633035e-07,
                          2.08757232129817482790e-09, -1.13596475577881948265e-11};
  const hn::RebindToUnsigned<D> du;
  const auto magic = hn::Set(d, 0x1.8p52), one = hn::Set(d, 1.0);
  const auto shifted = hn::MulAdd(x, hn::Set(d, 6.36619772367581382433e-01), magic);
  const auto quadrant = hn::BitCast(du, shifted);  // its two lowest bits
  const auto k = hn::Sub(shifted, magic);
  auto r = hn::NegMulAdd(k, hn::Set(d, 1.57079632673412561417e+00), x);
  r = hn::NegMulAdd(k, hn::Set(d, 6.07710050630396597660e-11), r);
  r = hn::NegMulAdd(k, hn::Set(d, 2.02226624879595063154e-21), r);
  const auto z = hn::Mul(r, r);
  const auto sin_r = hn::MulAdd(hn::Mul(z, r), Polynomial(d, z, s), r);
  const auto half = hn::Mul(z, hn::Set(d, 0.5)), w = hn::Sub(one, half);
  const auto lost = hn::Sub(hn::Sub(one, w), half);
  const auto cos_r = hn::Add(w, hn::MulAdd(hn::Mul(z, z), Polynomial(d, z, c), lost));
  const auto swap = hn::RebindMask(d, hn::TestBit(quadrant, hn::Set(du, 1)));
  const auto sign = hn::Set(du, 0x8000000000000000);
  const auto sign_sine = hn::And(hn::ShiftLeft<62>(quadrant), sign);
  const auto sign_cosine = hn::And(hn::ShiftLeft<62>(hn::Add(quadrant, hn::Set(du, 1))), sign);
  sine = hn::Xor(hn::IfThenElse(swap, cos_r, sin_r), hn::BitCast(d, sign_sine));
  cosine = hn::Xor(hn::IfThenElse(swap, sin_r, cos_r), hn::BitCast(d, sign_cosine));
}

/// tanh x, error below 3 ulp: x + x³ P(x²)/Q(x²) for |x| < 0.625 (Cephes; Moshier, 1995), ±(1 − 2/(e^{2|x|} +
/// 1)) beyond.
template <class D>
HWY_INLINE hn::Vec<D> Tanh(D d, hn::Vec<D> x) {
  constexpr double p[] = {-1.61468768441708447952e3, -9.92877231001918586564e1, -9.64399179425052238628e-1};
  constexpr double q[] = {4.84406305325125486048e3, 2.23548839060100448583e3, 1.12811678491632931402e2, 1.0};
  const auto one = hn::Set(d, 1.0), two = hn::Set(d, 2.0);
  const auto size = hn::Abs(x), z = hn::Mul(x, x);
  const auto near = hn::MulAdd(hn::Mul(x, z), hn::Div(Polynomial(d, z, p), Polynomial(d, z, q)), x);
  const auto far = hn::Sub(one, hn::Div(two, hn::Add(Exp(d, hn::Add(size, size)), one)));
  return hn::IfThenElse(hn::Lt(size, hn::Set(d, 0.625)), near, hn::CopySign(far, x));
}

}  // namespace HWY_NAMESPACE
}  // namespace kolmo
HWY_AFTER_NAMESPACE();

#endif
