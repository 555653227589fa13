#pragma once
// Numbers ≥ 0 of any size.

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace kolmo::fokker_planck {

/// m 2^e with 1 ≤ m < 2 and a 64-bit e, or 0: what a double loses below 1e−308 and above 1e308. Sums,
/// products and quotients (of a number that is not 0), rounded as doubles are.
class Scaled {
 public:
  Scaled() = default;
  /// x ≥ 0, finite.
  explicit Scaled(double x) {
    if (x == 0) return;
    int exponent = 0;
    mantissa_ = 2 * std::frexp(x, &exponent);
    exponent_ = exponent - 1;
  }
  /// e^x.
  static Scaled exp(double x) {
    const double whole = std::floor(x * log2_e);
    // ln 2 in two parts, the first of which has 32 bits: whole · ln 2 leaves no rounding that grows with x.
    Scaled result(std::exp((x - whole * ln_2_high) - whole * ln_2_low));
    result.exponent_ += static_cast<std::int64_t>(whole);
    return result;
  }

  bool zero() const { return mantissa_ == 0; }
  double logarithm() const {
    if (zero()) return -std::numeric_limits<double>::infinity();
    const double e = static_cast<double>(exponent_);
    return e * ln_2_high + (e * ln_2_low + std::log(mantissa_));
  }
  /// ±0 and infinity where it is no double.
  double value() const {
    if (exponent_ > 2000) return std::numeric_limits<double>::infinity();
    return exponent_ < -2000 ? 0 : std::ldexp(mantissa_, static_cast<int>(exponent_));
  }

  friend Scaled operator*(const Scaled& a, const Scaled& b) {
    return normal(a.mantissa_ * b.mantissa_, a.exponent_ + b.exponent_);
  }
  friend Scaled operator/(const Scaled& a, const Scaled& b) {
    const double quotient = a.mantissa_ / b.mantissa_;
    return quotient < 1 ? normal(2 * quotient, a.exponent_ - b.exponent_ - 1)
                        : normal(quotient, a.exponent_ - b.exponent_);
  }
  friend Scaled operator+(const Scaled& a, const Scaled& b) {
    if (a.zero()) return b;
    if (b.zero()) return a;
    const Scaled& large = a.exponent_ >= b.exponent_ ? a : b;
    const Scaled& small = a.exponent_ >= b.exponent_ ? b : a;
    const std::int64_t shift = large.exponent_ - small.exponent_;
    if (shift > 60) return large;
    return normal(large.mantissa_ + small.mantissa_ * power(-shift), large.exponent_);
  }
  friend bool operator==(const Scaled& a, const Scaled& b) {
    return a.mantissa_ == b.mantissa_ && a.exponent_ == b.exponent_;
  }
  Scaled& operator+=(const Scaled& other) { return *this = *this + other; }
  Scaled& operator*=(const Scaled& other) { return *this = *this * other; }

 private:
  static constexpr double log2_e = 1.4426950408889634;
  static constexpr double ln_2_high = 0x1.62e42feep-1, ln_2_low = 0x1.a39ef35793c76p-33;

  /// 2^e, −1022 ≤ e ≤ 1023.
  static double power(std::int64_t e) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(1023 + e) << 52);
  }
  /// 0 or 1 ≤ m < 4.
  static Scaled normal(double mantissa, std::int64_t exponent) {
    Scaled result;
    if (mantissa == 0) return result;
    result.mantissa_ = mantissa >= 2 ? mantissa / 2 : mantissa;
    result.exponent_ = exponent + (mantissa >= 2 ? 1 : 0);
    return result;
  }

  double mantissa_ = 0;
  std::int64_t exponent_ = 0;
};

}  // namespace kolmo::fokker_planck
