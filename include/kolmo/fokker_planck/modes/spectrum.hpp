#pragma once
// The stationary density of a generator and its slowest rates.

#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// π with L π = 0, Σ π · cell volume = 1, from detailed balance face by face: π_{f+1}/π_f = up_f/down_f,
/// along the most probable way to each cell. With a potential it is e^{−V/T} to rounding, however large V is
/// elsewhere. Entries below the smallest double are 0. Throws InvalidArgument if the rates circulate (a drift
/// that is not a gradient: `stationary_state` takes it), on negative rates and on absorbing sides.
Eigen::ArrayXd stationary_density(const Generator& generator);

/// The `count` smallest nonzero eigenvalues λ₁ ≤ λ₂ ≤ … of −L in 1-D, in 1/time; λ₁ is the spectral gap. They
/// are the squared singular values of the bidiagonal factor with rows (√up_f, −√down_f) (detailed balance
/// makes L similar to −AᵀA), found by bisection on its Golub–Kahan form, which keeps the relative accuracy of
/// the smallest (Demmel, Kahan 1990). An absorbing wall is one more row, √leak; then no eigenvalue is 0.
/// 1 ≤ count ≤ the number of nonzero ones. Throws InvalidArgument on periodic sides and negative rates. Error
/// O(h²) to the continuous operator: see extrapolated_eigenvalues. Throws NumericalFailure where one is below
/// the smallest normal number (V/T of a barrier above about 700).
Eigen::ArrayXd leading_eigenvalues(const Generator& generator, Index count);

/// Their logarithms, down to e^−1380 of the largest rate (NumericalFailure below).
Eigen::ArrayXd log_leading_eigenvalues(const Generator& generator, Index count);

}  // namespace kolmo::fokker_planck
