#include "four_roads/local_noise.hpp"

namespace kolmo::four_roads {

double noise_rate(const process::Process& process, const Eigen::VectorXd& x, Index j) {
  const Index d = process.dimension(), m = process.noise_dimension();
  Points g(1, d * m);
  process.diffusion_matrix(0, x.transpose().array(), g);
  double rate = 0;
  for (Index k = 0; k < m; ++k) rate += g(0, k * d + j) * g(0, k * d + j);
  return rate;
}

}  // namespace kolmo::four_roads
