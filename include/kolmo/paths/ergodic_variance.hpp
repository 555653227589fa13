#pragma once
// How well an average over time knows the mean of the law at rest.

#include <functional>

#include "kolmo/process/process.hpp"

namespace kolmo::paths {

/// Mean of φ at rest, and σ²: the variance of (1/t)∫φ(X_s) ds tends to σ²/t.
struct ErgodicAverage {
  double mean, variance;
};

/// For dX = f dt + g dW on a line between closed ends, with D = g²/2, p ∝ e^{∫f/D}/D and Φ(x) = ∫_lower^x (φ
/// − ⟨φ⟩) p:
///     σ² = 2 ∫ Φ²/(D p) dx,
/// from −L u = φ − ⟨φ⟩, D p u′ = −Φ, σ² = 2⟨u (φ − ⟨φ⟩)⟩. Integrals by the trapezoid's rule on n, 2n and 4n
/// cells, extrapolated: relative error about 1e−9 for smooth coefficients at n = 2000, where φ p and the tail
/// of D p at the ends have fallen to nothing or the ends are walls. Throws InvalidArgument unless the process
/// has one dimension and scalar or diagonal noise; NumericalFailure where an integral is not finite. Source:
/// Pavliotis (2014), section 4.7.
ErgodicAverage ergodic_average(const process::Process& process, double lower, double upper,
                               const std::function<double(double x)>& phi, Index cells = 2000);

}  // namespace kolmo::paths
