#include "noise_terms.hpp"

#include <cmath>

#include "kolmo/core/simd/vectorised.hpp"
#include "sde/noise/block_kernels.hpp"

namespace kolmo::sde {
namespace {

using process::NoiseKind;

KOLMO_VECTORISED void subtract_half_product(const double* g, const double* g_x, double* f, Index n) {
  for (Index i = 0; i < n; ++i) f[i] -= 0.5 * (g[i] * g_x[i]);
}

}  // namespace

Index noise_blocks(const process::Process& process) {
  switch (process.noise_kind()) {
    case NoiseKind::scalar:
      return 0;
    case NoiseKind::diagonal:
      return 1;
    default:
      return process.noise_dimension();
  }
}

Noise noise_at(const process::Process& process, double t, const ConstBlock& x, Workspace& workspace,
               Index place) {
  Noise noise{process.noise_kind(), workspace.blocks(place, noise_blocks(process), x.rows())};
  if (noise.kind == NoiseKind::diagonal) process.diffusion_diagonal(t, x, noise.values);
  if (noise.values.cols() > 0 && noise.kind != NoiseKind::diagonal) {
    process.diffusion_matrix(t, x, noise.values);
  }
  return noise;
}

void add_noise(double s, const Noise& noise, const ConstBlock& z, Block x) {
  const Index d = x.cols();
  if (noise.kind == NoiseKind::diagonal) return add_noise(s, ConstBlock(noise.values), z, x);
  for (Index k = 0; k < z.cols(); ++k) {
    for (Index j = 0; j < d; ++j) {
      add_noise(s, noise.values.middleCols(k * d + j, 1), z.middleCols(k, 1), x.middleCols(j, 1));
    }
  }
}

Claim euler_claim(std::string name, std::string source, std::string needs) {
  return {.name = std::move(name),
          .source = std::move(source),
          .orders = {{Sense::time, 1},
                     {Sense::strong, Context::general, 0.5},
                     {Sense::strong, Context::commutative, 0.5},
                     {Sense::strong, Context::additive, 1},
                     {Sense::weak, Context::general, 1},
                     {Sense::weak, Context::additive, 1}},
          .calculus = "Itô",
          .needs = std::move(needs),
          .evaluations_per_step = 1};
}

void euler_update(const process::Process& process, double t, double h, const ConstBlock& f, Block x,
                  Increment& increment, Workspace& workspace, Index place) {
  if (process.noise_kind() == NoiseKind::scalar) {
    increment.add_with_drift(h, f, std::sqrt(process.noise_variance(t, t + h)), x);
    return;
  }
  const Noise noise = noise_at(process, t, x, workspace, place);
  const double root_h = std::sqrt(h);
  if (noise.kind == NoiseKind::diagonal) {
    add_drift_and_noise(h, f, root_h, noise.values, increment.materialise(), x);
    return;
  }
  add_scaled(h, f, x);
  add_noise(root_h, noise, increment.materialise(), x);
}

void subtract_stratonovich_correction(const process::Process& process, double t, const ConstBlock& x,
                                      const Noise& noise, Block f, Workspace& workspace, Index scratch) {
  if (process::is_additive(noise.kind)) return;
  const Index d = x.cols(), n = x.rows();
  Block derivative = workspace.blocks(scratch, noise_blocks(process), n);
  if (noise.kind == NoiseKind::diagonal) {
    process.diffusion_derivative(t, x, derivative);
    for (Index j = 0; j < d; ++j) {
      subtract_half_product(noise.values.col(j).data(), derivative.col(j).data(), f.col(j).data(), n);
    }
    return;
  }
  for (Index k = 0; k < process.noise_dimension(); ++k) {
    process.diffusion_matrix_derivative(t, x, noise.values.middleCols(k * d, d), derivative);
    for (Index j = 0; j < d; ++j) {
      add_scaled(-0.5, derivative.middleCols(k * d + j, 1), f.middleCols(j, 1));
    }
  }
}

}  // namespace kolmo::sde
