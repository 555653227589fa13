#pragma once
// How strong the noise of a coordinate is, for every kind of noise.

#include "kolmo/process/process.hpp"

namespace kolmo::process {

/// (G Gᵀ)_jj(t, x_i) = Σ_k G_jk² for each of the points x, rows×d: the variance of coordinate j a unit time.
/// Throws Undefined where a matrix noise does not define its matrix.
Eigen::ArrayXd noise_rate(const Process& process, double t, const ConstBlock& x, Index j);

}  // namespace kolmo::process
