#include "kolmo/sde/noise/step_variance.hpp"

namespace kolmo::sde {

void step_variance(const process::Process& process, double t, double h, const ConstBlock& x, Index j,
                   StepVarianceScratch& scratch, Values out) {
  const Index n = x.rows(), d = x.cols(), m = process.noise_dimension();
  if (process.noise_kind() == process::NoiseKind::scalar) {
    out.setConstant(process.noise_variance(t, t + h));
  } else if (process.noise_kind() == process::NoiseKind::diagonal) {
    process.diffusion_diagonal(t, x, scratch.diffusion.topRows(n));
    out = h * scratch.diffusion.col(j).head(n).square();
  } else {
    if (scratch.matrix.rows() < n || scratch.matrix.cols() != d * m) scratch.matrix.resize(n, d * m);
    process.diffusion_matrix(t, x, scratch.matrix.topRows(n));
    out.setZero();
    for (Index k = 0; k < m; ++k) out += h * scratch.matrix.col(k * d + j).head(n).square();
  }
}

}  // namespace kolmo::sde
