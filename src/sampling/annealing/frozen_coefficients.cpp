#include "kolmo/sampling/annealing/frozen_coefficients.hpp"

#include <cmath>

namespace kolmo::sampling {

double variance_with_constant_coefficients(double a, double g_squared, double start, double t) {
  const double grown = std::expm1(2 * a * t);
  return start + grown * start + g_squared * (a == 0 ? t : grown / (2 * a));
}

FrozenVariance frozen_variance(const process::VariancePreserving& process, double frozen, double start,
                               double t) {
  const double beta = process.diffusion(frozen) * process.diffusion(frozen);
  const auto kernel = *process.kernel(0, t);
  return {kernel.scale * kernel.scale * start + kernel.variance,
          variance_with_constant_coefficients(-0.5 * beta, beta, start, t)};
}

}  // namespace kolmo::sampling
