#pragma once
// The metric of noise that does not depend on the state.

#include <Eigen/Core>

#include "kolmo/process/process.hpp"

namespace kolmo::paths {

/// a = G Gᵀ at a time.
Eigen::MatrixXd noise_matrix(const process::Process& process, double t);

/// Lower triangular L with L Lᵀ = a. InvalidArgument where the noise depends on the state or a direction has
/// none.
Eigen::MatrixXd noise_factor(const process::Process& process, double t);

}  // namespace kolmo::paths
