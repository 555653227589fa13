#pragma once
// Powers with whole exponents.

namespace kolmo {

/// x^k, k ≥ 0, by squaring: the same bits everywhere, unlike std::pow.
inline double integer_power(double x, int k) {
  double result = 1;
  for (; k > 0; k /= 2, x *= x) {
    if (k % 2 != 0) result *= x;
  }
  return result;
}

}  // namespace kolmo
