#pragma once
// Levels of noise from the largest down to the smallest.

#include <string>
#include <vector>

#include "kolmo/core/parallel/block.hpp"

namespace kolmo::sampling {

/// How levels are spaced, u = i/(L − 1): σ₁ (σ_L/σ₁)^u; σ₁ + (σ_L − σ₁) u; (√σ₁ + (√σ_L − √σ₁) u)²;
/// σ_L + (σ₁ − σ_L) ½(1 + cos πu).
enum class LadderSpacing { geometric, linear, quadratic, cosine };

/// σ₁ > … > σ_L: largest > smallest > 0, finite, levels ≥ 2 (else InvalidArgument).
std::vector<double> noise_ladder(LadderSpacing spacing, double largest, double smallest, Index levels);

/// From the data: σ₁ the largest distance of two points, geometric down to `smallest`, with as many levels as
/// make Φ(√(2d)(γ − 1) + 3γ) − Φ(√(2d)(γ − 1) − 3γ) ≥ ½ for the ratio γ of neighbours. O(n²). At least 2
/// points, not all the same, and a smallest below σ₁ (else InvalidArgument). Source: Song and Ermon (2020),
/// techniques 1 and 2.
std::vector<double> noise_ladder(const Points& data, double smallest);

/// ε (σ/σ_L)², the step of a level. A step of N(0, σ²) is stable for h < 2σ²: ε ≥ 2σ_L² is refused
/// (InvalidArgument).
double annealed_step(double epsilon, double sigma, double sigma_last);

}  // namespace kolmo::sampling
