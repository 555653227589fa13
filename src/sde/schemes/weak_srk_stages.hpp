#pragma once
// What the steps of WeakSrk share, whatever the form of the noise.

#include <cmath>

#include "kolmo/sde/schemes/weak_srk.hpp"
#include "stage_sums.hpp"

namespace kolmo::sde {

/// One step, and its blocks: three drifts, a support, then what the form of the noise needs.
struct WeakStages {
  static constexpr std::size_t count = WeakSrkTable::stages;
  static constexpr Index blocks = 4;

  const WeakSrkTable& table;
  const process::Process& process;
  double t, h, root_h;
  Block x;
  ConstBlock zeta;  ///< ζ, rows×m
  Workspace& workspace;

  Block f(std::size_t i) { return workspace.block(static_cast<Index>(i), x.rows()); }

  /// Whether anything uses f_i.
  bool has_drift(std::size_t i) const {
    bool used = table.alpha[i] != 0;
    for (std::size_t j = 0; j < count; ++j) used = used || table.a0[j][i] != 0 || table.a1[j][i] != 0;
    return used;
  }

  auto drifts() {
    return [this](std::size_t j) { return f(j); };
  }

  /// X + h Σ_j a_j f_j over the drifts before i.
  Block support(const WeakSrkTable::Row& a, std::size_t i) {
    Block out = workspace.block(3, x.rows());
    sum_stages(x, h, a, i, drifts(), out);
    return out;
  }

  void evaluate_drift(std::size_t i, const ConstBlock& at) { process.drift(t + table.c0[i] * h, at, f(i)); }

  void add_drifts() { add_stages(h, table.alpha, count, drifts(), x); }

  /// out += (beta1_i Î_k + beta2_i Î_kk/√h) g in every coordinate.
  void add_stage(std::size_t i, const ConstBlock& g, Index k, Block out) const;
};

/// Blocks beyond WeakStages::blocks; additive noise has noise_blocks of them.
inline constexpr Index diagonal_blocks = 3;
Index matrix_blocks(const process::Process& process);

void step_additive(WeakStages& step);
void step_diagonal(WeakStages& step);
/// Commutative and general noise; `u` is null where m = 1.
void step_matrix(WeakStages& step, const ConstBlock* u);

}  // namespace kolmo::sde
