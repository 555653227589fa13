#include "kolmo/process/noise/matrix_noise.hpp"

#include "process/noise/refuse_scalar_noise.hpp"

namespace kolmo::process {

double MatrixNoise::diffusion(double) const { refuse_scalar_noise(name(), "g(t)"); }

double MatrixNoise::noise_variance(double, double) const { refuse_scalar_noise(name(), "∫g²"); }

}  // namespace kolmo::process
