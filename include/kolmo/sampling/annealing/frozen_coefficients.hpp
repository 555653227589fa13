#pragma once
// Linear processes whose coefficients are taken at one time, and the bias of that.

#include "kolmo/process/equations/variance_preserving.hpp"

namespace kolmo::sampling {

/// v(t) of v′ = 2 a v + g², v(0) = v₀: v₀ e^{2at} + g² (e^{2at} − 1)/2a, without cancellation at small a t.
double variance_with_constant_coefficients(double a, double g_squared, double start, double t);

/// Variances at t of data of variance `start` under dX = −½β(t)X dt + √β(t) dW: with its coefficients, and
/// with those of the one time `frozen`.
struct FrozenVariance {
  double exact, frozen;
};
FrozenVariance frozen_variance(const process::VariancePreserving& process, double frozen, double start,
                               double t);

}  // namespace kolmo::sampling
