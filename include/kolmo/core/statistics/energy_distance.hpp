#pragma once
// Energy distance between two point sets in R^d.

#include "kolmo/core/parallel/block.hpp"

namespace kolmo {

/// (1/(n m)) Σ_ij |x_i − y_j|; x is n×d, y is m×d. O(n m d) time, parallel.
double mean_distance(const ConstBlock& x, const ConstBlock& y);

/// (1/n²) Σ_ij |x_i − x_j| with the zeros of the diagonal, each pair computed once.
double mean_distance(const ConstBlock& x);

/// V-statistic of the energy distance, ED = 2E|X − Y| − E|X − X'| − E|Y − Y'| ≥ 0 (Székely, Rizzo 2013,
/// eq. 2.1 with α = 1); zero exactly when both sets are the same law. √ED is a distance.
double energy_distance(const ConstBlock& x, const ConstBlock& y);

}  // namespace kolmo
