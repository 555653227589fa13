#pragma once
// How strong the noise is at one place.

#include "kolmo/process/process.hpp"

namespace kolmo::four_roads {

/// (G Gᵀ)_jj(0, x): the variance of coordinate j grows at that rate, whatever the kind of noise.
double noise_rate(const process::Process& process, const Eigen::VectorXd& x, Index j);

}  // namespace kolmo::four_roads
