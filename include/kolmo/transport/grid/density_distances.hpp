#pragma once
// Distances between densities on one grid that carry nothing: cell by cell.

#include "kolmo/core/grid.hpp"

namespace kolmo::transport {

/// ½∫|μ − ν|, at most 1. Both functions of this file take averages over cells, of mass 1, and throw as
/// checked_density does.
double total_variation(const Grid& grid, const ConstValues& mu, const ConstValues& nu);

/// (½∫(√μ − √ν)²)^{1/2}, at most 1.
double hellinger_distance(const Grid& grid, const ConstValues& mu, const ConstValues& nu);

/// 2 arccos ∫√(μν), the length of the shortest path in Fisher's information metric: at most π.
double fisher_rao_distance(const Grid& grid, const ConstValues& mu, const ConstValues& nu);

/// The density at part t of that path, 0 ≤ t ≤ 1 (else InvalidArgument): the square of an arc of a great
/// circle, (sin((1 − t)θ)√μ + sin(tθ)√ν)²/sin²θ, θ half the distance. Mass does not move: it shrinks where it
/// was and grows where it will be.
Eigen::ArrayXd fisher_rao_geodesic(const Grid& grid, const ConstValues& mu, const ConstValues& nu, double t);

}  // namespace kolmo::transport
