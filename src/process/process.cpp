#include "kolmo/process/process.hpp"

#include "kolmo/core/errors.hpp"

namespace kolmo::process {

void Process::diffusion_diagonal(double t, const ConstBlock&, Block out) const {
  if (noise_kind() != NoiseKind::scalar) {
    throw InvalidArgument("process = '" + name() + "': must define diffusion_diagonal for its noise");
  }
  out.setConstant(diffusion(t));
}

void Process::diffusion_derivative(double, const ConstBlock&, Block out) const {
  if (noise_kind() != NoiseKind::scalar) {
    throw InvalidArgument("process = '" + name() + "': must define diffusion_derivative for its noise");
  }
  out.setZero();
}

std::optional<Kernel> Process::kernel(double, double) const { return std::nullopt; }

std::optional<GradientStructure> Process::gradient_structure() const { return std::nullopt; }

}  // namespace kolmo::process
