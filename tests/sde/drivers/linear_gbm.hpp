#pragma once
// Geometric Brownian motion by schemes whose step is X ← X m(z), m = a + b z + c (z² − 1): exact moments.

#include <cmath>

#include "kolmo/sde/schemes/milstein.hpp"

namespace kolmo::sde::test {

inline constexpr double mu = 0.5, sigma = 0.8;

/// m of one step of length h with drift μ and noise s: Euler–Maruyama, with c also Milstein.
struct GbmStep {
  GbmStep(bool milstein, double h, double s = sigma)
      : a(1 + mu * h), b(s * std::sqrt(h)), c(milstein ? s * s * h / 2 : 0) {}
  double a, b, c;
};

/// E m₁(z) m₂(z): Hermite polynomials are orthogonal, E (z² − 1)² = 2.
inline double product(const GbmStep& one, const GbmStep& two) {
  return one.a * two.a + one.b * two.b + 2 * one.c * two.c;
}

/// E m(z) m(−z).
inline double mirrored_product(const GbmStep& m) { return m.a * m.a - m.b * m.b + 2 * m.c * m.c; }

/// E m(z₁) m(z₂) M((z₁ + z₂)/√2), M a step twice as long.
inline double coupled_product(const GbmStep& m, const GbmStep& twice) {
  return twice.a * m.a * m.a + std::sqrt(2.0) * twice.b * m.a * m.b + twice.c * (m.b * m.b + 2 * m.a * m.c);
}

/// Moments at T = 1 from X₀ = 1 in `steps` steps.
struct GbmMoments {
  GbmMoments(bool milstein, Index steps) {
    const double n = static_cast<double>(steps);
    const GbmStep m(milstein, 1 / n), twice(milstein, 2 / n);
    mean = std::pow(m.a, n);
    variance = std::pow(product(m, m), n) - mean * mean;
    if (steps % 2 != 0) return;
    const double coarse = std::pow(twice.a, n / 2);
    difference = mean - coarse;
    difference_variance = std::pow(product(m, m), n) + std::pow(product(twice, twice), n / 2) -
                          2 * std::pow(coupled_product(m, twice), n / 2) - difference * difference;
  }
  double mean = 0, variance = 0;                   ///< of X_N
  double difference = 0, difference_variance = 0;  ///< of X_N − X_{N/2} on one path
};

}  // namespace kolmo::sde::test
