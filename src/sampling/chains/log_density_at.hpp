#pragma once
// The log density at one place.

#include "kolmo/sampling/targets/target.hpp"

namespace kolmo::sampling {

/// log p(x), x of d coordinates.
double log_density_at(const Target& target, const Eigen::ArrayXd& x);

}  // namespace kolmo::sampling
