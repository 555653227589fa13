#pragma once
// φ-functions of exponential integrators.

#include <cmath>

namespace kolmo::sde {

/// φ₁(x) = (eˣ − 1)/x, 1 at 0, without cancellation: ∫₀ʰ e^{a s} ds = h φ₁(a h).
inline double phi_1(double x) { return x == 0 ? 1 : std::expm1(x) / x; }

/// φ₂(x) = (eˣ − 1 − x)/x², ½ at 0, without cancellation: ∫₀ʰ s φ₁(a s) ds = h² φ₂(a h). Below |x| = ½ its
/// series Σ xᵏ/(k + 2)!, whose term k = 14 is below 2⁻⁵⁶ of the sum; beyond, the difference loses three bits.
inline double phi_2(double x) {
  if (std::abs(x) > 0.5) return (std::expm1(x) - x) / (x * x);
  double sum = 0;
  for (int k = 14; k >= 0; --k) sum = (1 + x * sum) / (k + 2);  // Σ nested: 1/2 (1 + x/3 (1 + x/4 (…)))
  return sum;
}

/// For noise ∫ e^{a(t − s)} g dW with ∫g² = v₁ over a first step of length h₁ and v₂ over a second one of
/// length h₂: the part that the first has in the variance of both together,
/// e^{2a h₂} v₁ φ₁(2a h₁)/(e^{2a h₂} v₁ φ₁(2a h₁) + v₂ φ₁(2a h₂)). ½ where there is no noise.
inline double decaying_share(double a, double h1, double v1, double h2, double v2) {
  double first = v1 * phi_1(2 * a * h1), second = v2 * phi_1(2 * a * h2);
  if (a > 0) {
    second *= std::exp(-2 * a * h2);  // the exponential of what is positive may overflow
  } else {
    first *= std::exp(2 * a * h2);
  }
  return first + second > 0 ? first / (first + second) : 0.5;
}

}  // namespace kolmo::sde
