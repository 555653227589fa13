#pragma once
// Densities from samples, smoothed by a Gaussian kernel.

#include "kolmo/core/grid.hpp"

namespace kolmo::density {

/// Silverman's bandwidth for a Gaussian of this deviation: (4/(d + 2))^{1/(d+4)} s n^{−1/(d+4)}.
double silverman_bandwidth(Index dimension, double deviation, Index n);

/// Counts of x (n×d) in the cells of a grid, smoothed by the Gaussian kernel of this bandwidth: the kernel
/// estimate of the density to a quarter of a cell's width squared over the bandwidth's. Cells should be half
/// a bandwidth wide or less. Points outside the grid are left out.
Eigen::ArrayXd kernel_estimate(const Points& x, const Grid& grid, double bandwidth);

}  // namespace kolmo::density
