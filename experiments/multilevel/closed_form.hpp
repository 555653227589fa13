#pragma once
// Geometric Brownian motion dX = μ X dt + σ X dW and its schemes in closed form.

#include "multilevel/settings.hpp"

namespace kolmo::multilevel {

/// One step of length h is X ← X m(z), m = a + b z + c (z² − 1), z ~ N(0, 1):
/// a = 1 + μ h, b = σ √h, c = 0 (Euler–Maruyama) or ½ σ² h (Milstein).
struct LinearStep {
  LinearStep(bool milstein, double mu, double sigma, double h);
  double a, b, c;
};

/// E m₁(z) m₂(z) = a₁ a₂ + b₁ b₂ + 2 c₁ c₂, and E m(z) m(−z).
double product(const LinearStep& one, const LinearStep& two);
double mirrored_product(const LinearStep& m);
/// E m(z₁) m(z₂) M((z₁ + z₂)/√2) = A a² + √2 B a b + C (b² + 2 a c), M = (A, B, C) a step twice as long.
double coupled_product(const LinearStep& m, const LinearStep& twice);

/// Mean and variance of what a level samples.
struct LevelMoments {
  double mean = 0, variance = 0;
};

/// Of X_ℓ with 2^ℓ steps. Powers of the one-step moments: X_N = X₀ Π m(z_n).
LevelMoments fine_moments(const Settings& settings, bool milstein, int level);

/// Of X_ℓ − X_{ℓ−1} on one path (of X_0 itself on level 0): a coarse step takes z = (z₁ + z₂)/√2, so that
/// E X_ℓ X_{ℓ−1} = X₀² coupled_product^{2^{ℓ−1}}.
LevelMoments difference_moments(const Settings& settings, bool milstein, int level);

/// Drift evaluations that the theorem's N_ℓ = ⌈2 ε⁻² √(V_ℓ/C_ℓ) Σ √(V_k C_k)⌉ take with the exact V_ℓ on the
/// fewest levels (≥ 3) whose exact bias is at most ε/√2.
double predicted_cost(const Settings& settings, bool milstein, double accuracy);

/// E X_T = X₀ e^{μT}.
double exact_mean(const Settings& settings);

/// E max(X_T − K, 0) = X₀ e^{μT} Φ(d₁) − K Φ(d₁ − σ√T), d₁ = (ln(X₀/K) + (μ + ½σ²) T)/(σ√T) (Black and
/// Scholes 1973, without the discount).
double exact_call(const Settings& settings);

}  // namespace kolmo::multilevel
