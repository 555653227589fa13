#include "process/noise/noise_spread.hpp"

#include "kolmo/core/parallel/scratch.hpp"

namespace kolmo::process {
namespace {

/// Σ_l [Σ_k G_kl ∂_k G_jl + G_jl Σ_k ∂_k G_kl]: the derivative of column l along itself, and its divergence.
void divergence_of_matrix(const Process& process, double t, const ConstBlock& x, Block out) {
  const Index d = process.dimension(), m = process.noise_dimension(), rows = x.rows();
  Scratch matrix_memory(rows, d * m), change_memory(rows, d * m), along_memory(rows, d), sums_memory(rows, m);
  auto g = matrix_memory.points(), change = change_memory.points(), along = along_memory.points(),
       sums = sums_memory.points();
  process.diffusion_matrix(t, x, g);
  out.setZero();
  for (Index l = 0; l < m; ++l) {
    along = g.middleCols(l * d, d);
    process.diffusion_matrix_derivative(t, x, along, change);
    out += change.middleCols(l * d, d);
  }
  sums.setZero();
  for (Index k = 0; k < d; ++k) {
    along.setZero();
    along.col(k).setOnes();
    process.diffusion_matrix_derivative(t, x, along, change);
    for (Index l = 0; l < m; ++l) sums.col(l) += change.col(l * d + k);
  }
  for (Index l = 0; l < m; ++l)
    for (Index j = 0; j < d; ++j) out.col(j) += g.col(l * d + j) * sums.col(l);
}

}  // namespace

void noise_spread(const Process& process, double t, const ConstBlock& x, Block out) {
  const Index d = process.dimension();
  out.setZero();
  if (process.noise_kind() == NoiseKind::scalar || process.noise_kind() == NoiseKind::diagonal) {
    Scratch memory(x.rows(), d);
    auto g = memory.points();
    process.diffusion_diagonal(t, x, g);
    for (Index j = 0; j < d; ++j) out.col(j * d + j) = g.col(j).square();
    return;
  }
  const Index m = process.noise_dimension();
  Scratch memory(x.rows(), d * m);
  auto g = memory.points();
  process.diffusion_matrix(t, x, g);
  for (Index k = 0; k < d; ++k)
    for (Index j = 0; j < d; ++j)
      for (Index l = 0; l < m; ++l) out.col(k * d + j) += g.col(l * d + j) * g.col(l * d + k);
}

void noise_spread_divergence(const Process& process, double t, const ConstBlock& x, Block out) {
  if (is_additive(process.noise_kind())) {
    out.setZero();
    return;
  }
  if (process.noise_kind() != NoiseKind::diagonal) return divergence_of_matrix(process, t, x, out);
  Scratch memory(x.rows(), process.dimension());
  auto g = memory.points();
  process.diffusion_diagonal(t, x, g);
  process.diffusion_derivative(t, x, out);
  out *= 2 * g;
}

}  // namespace kolmo::process
