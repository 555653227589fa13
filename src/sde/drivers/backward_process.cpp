#include "backward_process.hpp"

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/scratch.hpp"

namespace kolmo::sde {

using process::NoiseKind;

void BackwardProcess::validate(const process::Process& process) {
  const NoiseKind kind = process.noise_kind();
  const bool additive = process::is_additive(kind);
  if (!additive && kind != NoiseKind::diagonal && process.noise_dimension() > 1)
    throw InvalidArgument("process = '" + process.name() +
                          "': times that decrease are for scalar, diagonal or constant noise or one Brownian "
                          "motion; take times that increase");
  if (!additive && !process::has_noise_derivative(process))
    throw InvalidArgument(
        "process = '" + process.name() +
        "': times that decrease need the derivative of its noise; define it, or take times that "
        "increase");
}

void BackwardProcess::drift(double s, const ConstBlock& x, Block out) const {
  process_.drift(-s, x, out);
  out = -out;
  const NoiseKind kind = noise_kind();
  if (process::is_additive(kind)) return;
  Scratch noise(x.rows(), x.cols()), change(x.rows(), x.cols());
  auto g = noise.points(), derivative = change.points();
  if (kind == NoiseKind::diagonal) {
    process_.diffusion_diagonal(-s, x, g);
    process_.diffusion_derivative(-s, x, derivative);
    out += g * derivative;
  } else {
    process_.diffusion_matrix(-s, x, g);
    process_.diffusion_matrix_derivative(-s, x, g, derivative);
    out += derivative;
  }
}

void BackwardProcess::drift_jacobian(double s, const ConstBlock& x, Block out) const {
  process::drift_jacobian(process_, -s, x, out);
  out = -out;
}

bool BackwardProcess::has_drift_jacobian() const {
  return process::is_additive(noise_kind()) && process::has_drift_jacobian(process_);
}

}  // namespace kolmo::sde
