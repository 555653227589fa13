#pragma once
// What linear processes with one rate for all coordinates share.

#include "kolmo/core/errors.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/process/structure/exact_kernel.hpp"

namespace kolmo::process {

/// 0 in `dimension` ≥ 1 coordinates (else InvalidArgument).
inline Eigen::VectorXd origin(Index dimension) {
  require(dimension >= 1, "dimension", static_cast<double>(dimension), "must be at least 1");
  return Eigen::VectorXd::Zero(dimension);
}

/// N(centre + scale (x − centre), variance I), which views `centre`.
inline KernelView kernel_about(const Eigen::VectorXd& centre, double scale, double variance) {
  return {Eigen::Map<const Eigen::VectorXd>(centre.data(), centre.size()), scale, variance};
}

/// out(i, k d + j) = a where j = k, 0 elsewhere: the drift's Jacobian a I.
inline void isotropic_jacobian(double a, Block out, Index dimension) {
  out.setZero();
  for (Index j = 0; j < dimension; ++j) out.col(j * dimension + j).setConstant(a);
}

}  // namespace kolmo::process
