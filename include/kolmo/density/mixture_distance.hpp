#pragma once
// Exact distances between mixtures on the line.

#include "kolmo/density/gaussian_mixture.hpp"

namespace kolmo::density {

/// sup_x |F_a(x) − F_b(x)|, to 1e−15: searched on points a sixteenth of a deviation apart within nine
/// deviations of every component's mean, then refined. Both in 1-D (else InvalidArgument).
double ks_distance(const GaussianMixture& a, const GaussianMixture& b);

}  // namespace kolmo::density
