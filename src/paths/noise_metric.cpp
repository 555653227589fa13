#include "paths/noise_metric.hpp"

#include <Eigen/Cholesky>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::paths {

Eigen::MatrixXd noise_matrix(const process::Process& process, double t) {
  const Index d = process.dimension(), m = process.noise_dimension();
  if (process.noise_kind() == process::NoiseKind::scalar) {
    const double g = process.diffusion(t);
    return g * g * Eigen::MatrixXd::Identity(d, d);
  }
  Points flat(1, d * m);
  process.diffusion_matrix(t, Points::Zero(1, d), flat);
  const Eigen::MatrixXd g = Eigen::Map<const Eigen::MatrixXd>(flat.data(), d, m);
  return g * g.transpose();
}

Eigen::MatrixXd noise_factor(const process::Process& process, double t) {
  if (!process::is_additive(process.noise_kind()))
    throw InvalidArgument(
        "noise: must not depend on the state; where it is diagonal, g_j of x_j alone, "
        "process::LampertiTransform gives coordinates in which it does not");
  const Eigen::MatrixXd a = noise_matrix(process, t);
  // Correlations: of any units.
  const Eigen::VectorXd deviation = a.diagonal().cwiseSqrt();
  if (deviation.minCoeff() > 0 && deviation.allFinite()) {
    const Eigen::VectorXd inverse = deviation.cwiseInverse();
    const Eigen::LLT<Eigen::MatrixXd> factor(inverse.asDiagonal() * a * inverse.asDiagonal());
    const Eigen::MatrixXd lower = factor.matrixL();
    if (factor.info() == Eigen::Success && lower.diagonal().minCoeff() > 1e-7)
      return deviation.asDiagonal() * lower;
  }
  throw InvalidArgument("noise: must have full rank: a direction without noise has no action (at t = " +
                        number_text(t, 6) + ")");
}

}  // namespace kolmo::paths
