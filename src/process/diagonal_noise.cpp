#include "kolmo/process/diagonal_noise.hpp"

#include "kolmo/core/errors.hpp"

namespace kolmo::process {
namespace {

[[noreturn]] void refuse(const std::string& name, const char* what) {
  throw InvalidArgument("process = '" + name + "': its noise depends on the state, so that there is no " +
                        what + "; must have scalar noise here");
}

}  // namespace

double DiagonalNoise::diffusion(double) const { refuse(name(), "g(t)"); }

double DiagonalNoise::noise_variance(double, double) const { refuse(name(), "∫g²"); }

}  // namespace kolmo::process
