// Steps of the weak Runge–Kutta schemes where the noise is a matrix.

#include <cmath>

#include "kolmo/core/simd/vectorised.hpp"
#include "kolmo/process/structure/noise_columns.hpp"
#include "weak_srk_stages.hpp"

namespace kolmo::sde {
namespace {

/// out += (a ζ + b) g.
KOLMO_VECTORISED void add_mixed_column(double a, double b, const double* g, const double* zeta, double* out,
                                       Index n) {
  for (Index i = 0; i < n; ++i) out[i] += (a * zeta[i] + b) * g[i];
}

/// Two of the noises: Î_kl = ½h (ζ_k ζ_l + sign · sign(u_k u_l)).
struct Pair {
  double sign;
  const double *zeta_k, *zeta_l, *u_k, *u_l;
};

/// out += a c · 2Î_kl/h.
KOLMO_VECTORISED void add_pair_column(double a, const Pair& pair, const double* c, double* out, Index n) {
  const double sign = pair.sign;
  const double *zeta_k = pair.zeta_k, *zeta_l = pair.zeta_l, *u_k = pair.u_k, *u_l = pair.u_l;
  for (Index i = 0; i < n; ++i) {
    out[i] += (a * c[i]) * (zeta_k[i] * zeta_l[i] + std::copysign(1.0, sign * (u_k[i] * u_l[i])));
  }
}

/// Stage 0 is at X for every k: one matrix holds it. The noise of the step in a sum, G^k of every stage and
/// two more matrices.
class MatrixSteps {
 public:
  MatrixSteps(WeakStages& step, const ConstBlock* u)
      : step_(step),
        table_(step.table),
        u_(u),
        m_(step.process.noise_dimension()),
        columns_(process::capability<process::NoiseColumns>(step.process)) {}

  static Index blocks(Index m) { return 1 + (WeakStages::count + 2) * m; }

  void run() {
    step_.evaluate_drift(0, step_.x);
    step_.process.diffusion_matrix(step_.t + table_.c1[0] * step_.h, step_.x, matrix(0));
    for (std::size_t i = 1; i < WeakStages::count; ++i) {
      drift_stage(i);
      noise_stage(i);
    }
    Block sum = step_.workspace.block(WeakStages::blocks, rows());
    sum.setZero();
    for (std::size_t i = 0; i < WeakStages::count; ++i) {
      for (Index k = 0; k < m_; ++k) step_.add_stage(i, column(i, k), k, sum);
      if (u_ != nullptr) mixed_stage(i, sum);
    }
    step_.add_drifts();
    add_scaled(1, sum, step_.x);
  }

 private:
  static constexpr std::size_t evaluated = WeakStages::count, shift = evaluated + 1;

  Index rows() const { return step_.x.rows(); }
  /// Matrix i: G^k of stage i in column k, what was evaluated last, or the shifts Σ_j b2_ij G^l_j.
  Block matrix(std::size_t i) {
    return step_.workspace.blocks(WeakStages::blocks + 1 + static_cast<Index>(i) * m_, m_, rows());
  }
  Block column(std::size_t i, Index k) {
    return step_.workspace.block(WeakStages::blocks + 1 + static_cast<Index>(i) * m_ + k, rows());
  }

  void drift_stage(std::size_t i) {
    if (!step_.has_drift(i)) return;
    Block at = step_.support(table_.a0[i], i);
    for (std::size_t j = 0; j < i; ++j) {
      if (table_.b0[i][j] == 0) continue;
      for (Index l = 0; l < m_; ++l) {
        for (Index c = 0; c < at.cols(); ++c) {
          add_noise(step_.root_h * table_.b0[i][j], column(j, l).middleCols(c, 1),
                    step_.zeta.middleCols(l, 1), at.middleCols(c, 1));
        }
      }
    }
    step_.evaluate_drift(i, at);
  }

  void noise_stage(std::size_t i) {
    const double time = step_.t + table_.c1[i] * step_.h;
    for (Index k = 0; k < m_; ++k) {
      Block at = step_.support(table_.a1[i], i);
      add_stages(
          step_.root_h, table_.b1[i], i, [&](std::size_t j) { return column(j, k); }, at);
      evaluate_column(time, at, k, column(i, k));
    }
  }

  /// out = G_k(time, at), by way of the whole matrix where the process has no columns of their own.
  void evaluate_column(double time, const ConstBlock& at, Index k, Block out) {
    if (columns_ != nullptr) return columns_->noise_column(time, at, k, out);
    step_.process.diffusion_matrix(time, at, matrix(evaluated));
    if (out.data() != column(evaluated, k).data()) out = column(evaluated, k);
  }

  /// sum += Σ_k (beta3_i Î_k + beta4_i √h) G^k(t, Ĥ^k_i).
  void mixed_stage(std::size_t i, Block sum) {
    const WeakSrkTable::Row& b2 = table_.b2[i];
    if (b2[0] == 0 && b2[1] == 0 && b2[2] == 0) {
      for (Index k = 0; k < m_; ++k) add_mixed(i, column(0, k), k, sum);
      return;
    }
    matrix(shift).setZero();
    add_stages(
        1, b2, WeakStages::count, [&](std::size_t j) { return matrix(j); }, matrix(shift));
    for (Index k = 0; k < m_; ++k) {
      Block at = step_.support({}, 0);
      for (Index l = 0; l < m_; ++l) {
        if (l != k) add_shift(k, l, at);
      }
      evaluate_column(step_.t, at, k, column(evaluated, k));
      add_mixed(i, column(evaluated, k), k, sum);
    }
  }

  /// at += shift_l Î_kl/√h.
  void add_shift(Index k, Index l, Block at) {
    const Pair pair{k < l ? -1.0 : 1.0, step_.zeta.col(k).data(), step_.zeta.col(l).data(), u_->col(k).data(),
                    u_->col(l).data()};
    for (Index c = 0; c < at.cols(); ++c) {
      add_pair_column(0.5 * step_.root_h, pair, column(shift, l).col(c).data(), at.col(c).data(), rows());
    }
  }

  void add_mixed(std::size_t i, const ConstBlock& g, Index k, Block sum) {
    for (Index c = 0; c < g.cols(); ++c) {
      add_mixed_column(step_.root_h * table_.beta3[i], step_.root_h * table_.beta4[i], g.col(c).data(),
                       step_.zeta.col(k).data(), sum.col(c).data(), rows());
    }
  }

  WeakStages& step_;
  const WeakSrkTable& table_;
  const ConstBlock* u_;
  Index m_;
  const process::NoiseColumns* columns_;  ///< null: diffusion_matrix alone
};

}  // namespace

Index matrix_blocks(const process::Process& process) {
  return MatrixSteps::blocks(process.noise_dimension());
}

void step_matrix(WeakStages& step, const ConstBlock* u) { MatrixSteps(step, u).run(); }

}  // namespace kolmo::sde
