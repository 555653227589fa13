#include "kolmo/process/process.hpp"

#include <algorithm>
#include <string>

#include "kolmo/core/errors.hpp"

namespace kolmo::process {
namespace {

[[noreturn]] void undefined(const Process& process, const char* function) {
  throw Undefined("process = '" + process.name() + "': must define " + function);
}

/// Whether a function is defined: it is asked for at no points.
template <class Ask>
bool is_defined(const Process& process, const Ask& ask) {
  const Index d = process.dimension(), m = process.noise_dimension();
  const Points x(0, d);
  Points out(0, std::max({d * m, d * d, Index{1}}));
  try {
    ask(x, out);
  } catch (const Undefined&) {
    return false;
  }
  return true;
}

/// The d columns k d + k of a rows×d² block.
Block diagonal_columns(Block matrix, Index dimension) {
  return Eigen::Map<Eigen::ArrayXXd, 0, Eigen::OuterStride<>>(
      matrix.data(), matrix.rows(), dimension, Eigen::OuterStride<>((dimension + 1) * matrix.outerStride()));
}

}  // namespace

void Process::drift_divergence(double, const ConstBlock&, Values) const {
  undefined(*this, "drift_divergence");
}

double Process::diffusion(double) const { undefined(*this, "diffusion for its scalar noise"); }

double Process::noise_variance(double, double) const {
  undefined(*this, "noise_variance for its scalar noise");
}

void Process::diffusion_diagonal(double t, const ConstBlock&, Block out) const {
  if (noise_kind() != NoiseKind::scalar) undefined(*this, "diffusion_diagonal for its noise");
  out.setConstant(diffusion(t));
}

void Process::diffusion_derivative(double, const ConstBlock&, Block out) const {
  if (noise_kind() != NoiseKind::scalar) undefined(*this, "diffusion_derivative for its noise");
  out.setZero();
}

void Process::diffusion_matrix(double t, const ConstBlock& x, Block out) const {
  if (noise_kind() != NoiseKind::scalar && noise_kind() != NoiseKind::diagonal) {
    undefined(*this, "diffusion_matrix for its noise");
  }
  out.setZero();
  diffusion_diagonal(t, x, diagonal_columns(out, dimension()));
}

void Process::diffusion_matrix_derivative(double t, const ConstBlock& x, const ConstBlock& v,
                                          Block out) const {
  if (noise_kind() == NoiseKind::commutative || noise_kind() == NoiseKind::general) {
    undefined(*this, "diffusion_matrix_derivative for its noise");
  }
  out.setZero();
  if (noise_kind() != NoiseKind::diagonal) return;
  Block diagonal = diagonal_columns(out, dimension());
  diffusion_derivative(t, x, diagonal);
  diagonal *= v;
}

bool has_drift_divergence(const Process& process, double t) {
  return is_defined(process,
                    [&](const Points& x, Points& out) { process.drift_divergence(t, x, out.col(0)); });
}

bool has_noise_derivative(const Process& process) {
  if (is_additive(process.noise_kind())) return true;
  const Index d = process.dimension(), m = process.noise_dimension();
  return is_defined(process, [&](const Points& x, Points& out) {
    if (process.noise_kind() == NoiseKind::diagonal)
      return process.diffusion_derivative(0, x, out.leftCols(d));
    process.diffusion_matrix_derivative(0, x, x, out.leftCols(d * m));
  });
}

void require_noise_dimension(const Process& process) {
  const Index d = process.dimension(), m = process.noise_dimension();
  require(d >= 1, "dimension of process '" + process.name() + "'", static_cast<double>(d),
          "must be at least 1");
  const std::string what = "noise_dimension of process '" + process.name() + "'";
  const NoiseKind kind = process.noise_kind();
  if (kind == NoiseKind::scalar || kind == NoiseKind::diagonal) {
    require(
        m == d, what, static_cast<double>(m),
        "must be the dimension where the noise is scalar or diagonal: one Brownian motion a coordinate (one "
        "that drives all is a matrix of one column)");
  }
  require(m >= 1, what, static_cast<double>(m), "must be at least 1");
}

}  // namespace kolmo::process
