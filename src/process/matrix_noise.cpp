#include "kolmo/process/matrix_noise.hpp"

#include "refuse_scalar_noise.hpp"

namespace kolmo::process {

double MatrixNoise::diffusion(double) const { refuse_scalar_noise(name(), "g(t)"); }

double MatrixNoise::noise_variance(double, double) const { refuse_scalar_noise(name(), "∫g²"); }

}  // namespace kolmo::process
