#include "kolmo/sde/schemes/weak_srk.hpp"

#include <cmath>

#include "additive_noise.hpp"
#include "kolmo/core/simd/vectorised.hpp"
#include "weak_srk_stages.hpp"

namespace kolmo::sde {
namespace {

/// ζ = ±√3 where |z| exceeds the quantile of 5/6 of a normal, 0 elsewhere: P(ζ = ±√3) = 1/6 each.
KOLMO_VECTORISED void three_points_column(const double* z, double* zeta, Index n) {
  constexpr double quantile = 0.96742156610170103955, root_3 = 1.73205080756887729353;
  for (Index i = 0; i < n; ++i) zeta[i] = std::abs(z[i]) > quantile ? std::copysign(root_3, z[i]) : 0.0;
}

/// out += (a ζ + b (ζ² − 1)) g.
KOLMO_VECTORISED void add_stage_column(double a, double b, const double* g, const double* zeta, double* out,
                                       Index n) {
  for (Index i = 0; i < n; ++i) out[i] += (a * zeta[i] + b * (zeta[i] * zeta[i] - 1)) * g[i];
}

bool has_mixed_terms(const process::Process& process) {
  const process::NoiseKind kind = process.noise_kind();
  return !process::is_additive(kind) && kind != process::NoiseKind::diagonal && process.noise_dimension() > 1;
}

/// Blocks before ζ.
Index stage_blocks(const process::Process& process) {
  const process::NoiseKind kind = process.noise_kind();
  if (process::is_additive(kind)) return WeakStages::blocks + noise_blocks(process);
  if (kind == process::NoiseKind::diagonal) return WeakStages::blocks + diagonal_blocks;
  return WeakStages::blocks + matrix_blocks(process);
}

/// Blocks of ζ, which has m columns.
Index zeta_blocks(const process::Process& process) {
  const Index d = process.dimension();
  return (process.noise_dimension() + d - 1) / d;
}

}  // namespace

void WeakStages::add_stage(std::size_t i, const ConstBlock& g, Index k, Block out) const {
  for (Index j = 0; j < g.cols(); ++j) {
    add_stage_column(root_h * table.beta1[i], 0.5 * root_h * table.beta2[i], g.col(j).data(),
                     zeta.col(k).data(), out.col(j).data(), out.rows());
  }
}

void step_additive(WeakStages& step) {
  const AdditiveNoise noise(step.process, step.t, step.x, step.workspace, WeakStages::blocks);
  const bool scalar = step.process.noise_kind() == process::NoiseKind::scalar;
  const double size = scalar ? std::sqrt(step.process.noise_variance(step.t, step.t + step.h)) : step.root_h;
  step.evaluate_drift(0, step.x);
  for (std::size_t i = 1; i < WeakStages::count; ++i) {
    if (!step.has_drift(i)) continue;
    Block at = step.support(step.table.a0[i], i);
    double b0 = 0;
    for (std::size_t j = 0; j < i; ++j) b0 += step.table.b0[i][j];
    if (b0 != 0) noise.add(b0 * size, step.zeta, at);
    step.evaluate_drift(i, at);
  }
  step.add_drifts();
  noise.add(size, step.zeta, step.x);
}

// Coordinate k of H^k is all that g_k sees, so that one block holds every H^k.
void step_diagonal(WeakStages& step) {
  const auto g = [&](std::size_t i) {
    return step.workspace.block(WeakStages::blocks + static_cast<Index>(i), step.x.rows());
  };
  const WeakSrkTable& table = step.table;
  step.evaluate_drift(0, step.x);
  step.process.diffusion_diagonal(step.t + table.c1[0] * step.h, step.x, g(0));
  for (std::size_t i = 1; i < WeakStages::count; ++i) {
    if (step.has_drift(i)) {
      Block at = step.support(table.a0[i], i);
      for (std::size_t j = 0; j < i; ++j) {
        if (table.b0[i][j] != 0) add_noise(step.root_h * table.b0[i][j], g(j), step.zeta, at);
      }
      step.evaluate_drift(i, at);
    }
    Block at = step.support(table.a1[i], i);
    add_stages(step.root_h, table.b1[i], i, g, at);
    step.process.diffusion_diagonal(step.t + table.c1[i] * step.h, at, g(i));
  }
  step.add_drifts();
  for (std::size_t i = 0; i < WeakStages::count; ++i) {
    for (Index k = 0; k < step.x.cols(); ++k) {
      step.add_stage(i, g(i).middleCols(k, 1), k, step.x.middleCols(k, 1));
    }
  }
}

PathDetail WeakSrk::path_detail(const process::Process& process) const {
  return has_mixed_terms(process) ? PathDetail::space_time_area : PathDetail::increment;
}

Index WeakSrk::workspace_blocks(const process::Process& process) const {
  return stage_blocks(process) + (noise_ == WeakNoise::gaussian ? 0 : zeta_blocks(process));
}

void WeakSrk::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                   Workspace& workspace) const {
  const auto run = [&](const ConstBlock& zeta) {
    WeakStages step{table_, process, t, h, std::sqrt(h), x, zeta, workspace};
    const process::NoiseKind kind = process.noise_kind();
    if (process::is_additive(kind)) return step_additive(step);
    if (kind == process::NoiseKind::diagonal) return step_diagonal(step);
    if (!has_mixed_terms(process)) return step_matrix(step, nullptr);
    const ConstBlock u = increment.materialise_area();
    step_matrix(step, &u);
  };
  const ConstBlock z = increment.materialise();
  if (noise_ == WeakNoise::gaussian) return run(z);
  Block zeta = workspace.blocks(stage_blocks(process), zeta_blocks(process), x.rows());
  for (Index k = 0; k < z.cols(); ++k) three_points_column(z.col(k).data(), zeta.col(k).data(), x.rows());
  run(zeta.leftCols(z.cols()));
}

}  // namespace kolmo::sde
