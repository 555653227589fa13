#include "kolmo/process/noise/noise_rate.hpp"

namespace kolmo::process {

Eigen::ArrayXd noise_rate(const Process& process, double t, const ConstBlock& x, Index j) {
  if (process.noise_kind() == NoiseKind::scalar) {
    const double g = process.diffusion(t);
    return Eigen::ArrayXd::Constant(x.rows(), g * g);
  }
  const Index d = process.dimension(), m = process.noise_dimension();
  if (process.noise_kind() == NoiseKind::diagonal) {
    Points g(x.rows(), d);
    process.diffusion_diagonal(t, x, g);
    return g.col(j).square();
  }
  Points g(x.rows(), d * m);
  process.diffusion_matrix(t, x, g);
  Eigen::ArrayXd sum = Eigen::ArrayXd::Zero(x.rows());
  for (Index k = 0; k < m; ++k) sum += g.col(k * d + j).square();
  return sum;
}

}  // namespace kolmo::process
