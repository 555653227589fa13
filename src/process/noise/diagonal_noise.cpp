#include "kolmo/process/noise/diagonal_noise.hpp"

#include "process/noise/refuse_scalar_noise.hpp"

namespace kolmo::process {

double DiagonalNoise::diffusion(double) const { refuse_scalar_noise(name(), "g(t)"); }

double DiagonalNoise::noise_variance(double, double) const { refuse_scalar_noise(name(), "∫g²"); }

}  // namespace kolmo::process
