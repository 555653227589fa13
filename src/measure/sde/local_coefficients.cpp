#include "kolmo/measure/sde/local_coefficients.hpp"

namespace kolmo::measure {

LocalCoefficients local_coefficients(const process::Process& process, double t, const Points& x) {
  const Index d = x.cols(), m = process.noise_dimension();
  LocalCoefficients local{Points(x.rows(), d), Points::Zero(x.rows(), d * d)};
  process.drift(t, x, local.drift);
  Points g(x.rows(), d * m);
  process.diffusion_matrix(t, x, g);
  for (Index l = 0; l < m; ++l) {
    for (Index j = 0; j < d; ++j) {
      for (Index k = 0; k < d; ++k) local.covariance.col(j + d * k) += g.col(l * d + j) * g.col(l * d + k);
    }
  }
  return local;
}

}  // namespace kolmo::measure
