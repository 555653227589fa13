#pragma once
// A point cloud under a Gaussian kernel: what a perfect score network would learn of it.

#include "kolmo/density/gaussian_mixture.hpp"

namespace kolmo::density {

/// (1/n) Σ_i N(x_i, bandwidth² I), the mixture of equal weights over the rows of `data` (n×d, n ≥ 1, finite).
/// bandwidth > 0 in the units of the data. Throws InvalidArgument otherwise.
GaussianMixture empirical_density(const Points& data, double bandwidth);

}  // namespace kolmo::density
