#include "kolmo/process/derived/scaled_diffusion.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"

namespace kolmo::process {

ScaledDiffusion::ScaledDiffusion(std::shared_ptr<const Process> process, double factor)
    : ForwardingProcess(std::move(process), "ScaledDiffusion"), factor_(factor), root_(std::sqrt(factor)) {
  require(std::isfinite(factor) && factor > 0, "factor", factor, "must be finite and > 0");
}

void ScaledDiffusion::diffusion_diagonal(double t, const ConstBlock& x, Block out) const {
  inner()->diffusion_diagonal(t, x, out);
  out *= root_;
}

void ScaledDiffusion::diffusion_derivative(double t, const ConstBlock& x, Block out) const {
  inner()->diffusion_derivative(t, x, out);
  out *= root_;
}

void ScaledDiffusion::diffusion_matrix(double t, const ConstBlock& x, Block out) const {
  inner()->diffusion_matrix(t, x, out);
  out *= root_;
}

void ScaledDiffusion::diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                                  Block out) const {
  inner()->diffusion_matrix_derivative(t, x, v, out);
  out *= root_;
}

std::optional<GradientStructure> ScaledDiffusion::gradient_structure() const {
  const std::optional<GradientStructure> structure = process::gradient_structure(*inner());
  if (!structure) return std::nullopt;
  return GradientStructure{structure->potential, factor_ * structure->temperature};
}

}  // namespace kolmo::process
