#include "relaxation/linear_rest.hpp"

#include <Eigen/Dense>

#include "kolmo/process/noise/noise_rate.hpp"

namespace kolmo::relaxation {

using Eigen::MatrixXd;
using Eigen::VectorXd;

Eigen::ArrayXd diffusivity(const process::Process& process, const Points& x, Index k) {
  return process::noise_rate(process, 0, x, k) / 2;
}

LinearRest linear_rest(const process::Process& process) {
  const Index d = process.dimension();
  Points places = Points::Zero(d + 1, d), f(d + 1, d);
  for (Index k = 0; k < d; ++k) places(k + 1, k) = 1;
  process.drift(0, places, f);
  MatrixXd a(d, d), noise = MatrixXd::Zero(d, d);
  for (Index k = 0; k < d; ++k) a.col(k) = (f.row(0) - f.row(k + 1)).matrix().transpose();
  const Points zero = Points::Zero(1, d);
  if (process.noise_kind() == process::NoiseKind::constant) {
    const Index m = process.noise_dimension();
    Points g(1, d * m);
    process.diffusion_matrix(0, zero, g);
    const Eigen::Map<const MatrixXd> columns(g.data(), d, m);
    noise = columns * columns.transpose();
  } else {
    for (Index k = 0; k < d; ++k) noise(k, k) = 2 * diffusivity(process, zero, k)(0);
  }
  MatrixXd system = MatrixXd::Zero(d * d, d * d);
  for (Index i = 0; i < d; ++i)
    for (Index j = 0; j < d; ++j)
      for (Index l = 0; l < d; ++l) {
        system(i + d * j, l + d * j) += a(i, l);
        system(i + d * j, i + d * l) += a(j, l);
      }
  const VectorXd solved = system.fullPivLu().solve(Eigen::Map<const VectorXd>(noise.data(), d * d));
  const MatrixXd c = Eigen::Map<const MatrixXd>(solved.data(), d, d);
  const MatrixXd half = noise / 2, slope = half * c.inverse() - a;
  return {a.fullPivLu().solve(VectorXd(f.row(0).matrix().transpose())), c.diagonal(),
          (slope.transpose() * half.inverse() * slope * c).trace()};
}

}  // namespace kolmo::relaxation
