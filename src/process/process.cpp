#include "kolmo/process/process.hpp"

#include "kolmo/core/errors.hpp"

namespace kolmo::process {
namespace {

[[noreturn]] void undefined(const Process& process, const char* function) {
  throw InvalidArgument("process = '" + process.name() + "': must define " + function + " for its noise");
}

/// The d columns k d + k of a rows×d² block.
Block diagonal_columns(Block matrix, Index dimension) {
  return Eigen::Map<Eigen::ArrayXXd, 0, Eigen::OuterStride<>>(
      matrix.data(), matrix.rows(), dimension, Eigen::OuterStride<>((dimension + 1) * matrix.outerStride()));
}

}  // namespace

void Process::diffusion_diagonal(double t, const ConstBlock&, Block out) const {
  if (noise_kind() != NoiseKind::scalar) undefined(*this, "diffusion_diagonal");
  out.setConstant(diffusion(t));
}

void Process::diffusion_derivative(double, const ConstBlock&, Block out) const {
  if (noise_kind() != NoiseKind::scalar) undefined(*this, "diffusion_derivative");
  out.setZero();
}

void Process::diffusion_matrix(double t, const ConstBlock& x, Block out) const {
  if (noise_kind() != NoiseKind::scalar && noise_kind() != NoiseKind::diagonal) {
    undefined(*this, "diffusion_matrix");
  }
  out.setZero();
  diffusion_diagonal(t, x, diagonal_columns(out, dimension()));
}

void Process::diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                          Block out) const {
  if (noise_kind() == NoiseKind::commutative || noise_kind() == NoiseKind::general) {
    undefined(*this, "diffusion_matrix_derivative");
  }
  out.setZero();
  if (noise_kind() != NoiseKind::diagonal) return;
  Block diagonal = diagonal_columns(out, dimension());
  diffusion_derivative(t, x, diagonal);
  diagonal *= v;
}

void Process::drift_jacobian(double t, const ConstBlock& x, Block out) const {
  if (dimension() != 1) {
    throw InvalidArgument("process = '" + name() + "': must define drift_jacobian beyond one dimension");
  }
  drift_divergence(t, x, out.col(0));
}

std::optional<Kernel> Process::kernel(double s, double t) const {
  const std::optional<KernelView> view = kernel_view(s, t);
  if (!view) return std::nullopt;
  return Kernel{view->centre, view->scale, view->variance};
}

std::optional<GradientStructure> Process::gradient_structure() const { return std::nullopt; }

std::optional<bool> Process::constant_coefficients() const {
  if (gradient_structure() || kinetic_structure()) return true;
  return std::nullopt;
}

}  // namespace kolmo::process
