#include "kolmo/sde/schemes/stochastic_runge_kutta.hpp"

#include <cmath>

#include "kolmo/core/simd/vectorised.hpp"
#include "stage_step.hpp"

namespace kolmo::sde {
namespace {

/// out += scale · g · ½(z + u/√3): a noise stage times ΔZ/h where scale is √h times its coefficient.
KOLMO_VECTORISED void add_area_column(double scale, double root_third, const double* g, const double* z,
                                      const double* u, double* out, Index n) {
  for (Index i = 0; i < n; ++i) out[i] += (scale * g[i]) * (0.5 * (z[i] + root_third * u[i]));
}

/// x += √h Σ_i (β₁ z + ½β₂ (z² − 1) + ½β₃ (z + u/√3) + β₄ (z³ − 3z)/6)_i g_i.
KOLMO_VECTORISED void add_noise_column(double root_h, const SriTable& table, double root_third,
                                       const std::array<const double*, 4>& g, const double* z,
                                       const double* u, double* x, Index n) {
  const auto &b1 = table.beta1, &b2 = table.beta2, &b3 = table.beta3, &b4 = table.beta4;
  const double *g0 = g[0], *g1 = g[1], *g2 = g[2], *g3 = g[3];
  for (Index i = 0; i < n; ++i) {
    const double w1 = z[i], w2 = 0.5 * (z[i] * z[i] - 1), w3 = 0.5 * (z[i] + root_third * u[i]);
    const double w4 = (1.0 / 6) * (z[i] * (z[i] * z[i] - 3));
    const double noise = (b1[0] * w1 + b2[0] * w2 + b3[0] * w3 + b4[0] * w4) * g0[i] +
                         (b1[1] * w1 + b2[1] * w2 + b3[1] * w3 + b4[1] * w4) * g1[i] +
                         (b1[2] * w1 + b2[2] * w2 + b3[2] * w3 + b4[2] * w4) * g2[i] +
                         (b1[3] * w1 + b2[3] * w2 + b3[3] * w3 + b4[3] * w4) * g3[i];
    x[i] += root_h * noise;
  }
}

/// error += √h (½β₃ (z + u/√3) + β₄ (z³ − 3z)/6) g.
KOLMO_VECTORISED void add_error_column(double root_h, double beta3, double beta4, double root_third,
                                       const double* g, const double* z, const double* u, double* error,
                                       Index n) {
  const double b3 = 0.5 * beta3, b4 = beta4 / 6;
  for (Index i = 0; i < n; ++i) {
    error[i] += (root_h * g[i]) * (b3 * (z[i] + root_third * u[i]) + b4 * (z[i] * (z[i] * z[i] - 3)));
  }
}

/// One step: the stages live in the workspace.
class Step : StageStep {
 public:
  Step(const SriTable& table, const process::Process& process, double t, double h, Block x,
       Increment& increment, Workspace& workspace)
      : StageStep(process, t, h, x, increment, workspace),
        table_(table),
        matrix_(process.noise_kind() != process::NoiseKind::scalar &&
                process.noise_kind() != process::NoiseKind::diagonal) {}

  Block g(std::size_t i) { return workspace_.block(static_cast<Index>(SriTable::drifts + i), x_.rows()); }

  /// The numbers of the Brownian motion that drives coordinate k: its own, or the one there is.
  const double* z(Index k) const { return z_.col(matrix_ ? 0 : k).data(); }
  const double* u(Index k) const { return u_.col(matrix_ ? 0 : k).data(); }

  void evaluate_noise(double time, const ConstBlock& at, Block out) {
    if (matrix_) return process_.diffusion_matrix(time, at, out);  // d×1
    process_.diffusion_diagonal(time, at, out);
  }

  auto noises() {
    return [this](std::size_t i) { return g(i); };
  }

  /// f_i = f(t + c0_i h, H⁰_i) from the noises before `noises`.
  void drift_stage(std::size_t i) {
    Block support = support_block();
    sum_stages(x_, h_, table_.a0[i], i, drifts(), support);
    for (std::size_t j = 0; j < i; ++j) {
      if (table_.b0[i][j] != 0) add_area(root_h_ * table_.b0[i][j], g(j), support);
    }
    process_.drift(t_ + table_.c0[i] * h_, support, f(i));
  }

  /// g_i = g(t + c1_i h, H¹_i).
  void noise_stage(std::size_t i) {
    Block support = support_block();
    sum_stages(x_, h_, table_.a1[i], SriTable::drifts, drifts(), support);
    add_stages(root_h_, table_.b1[i], i, noises(), support);
    evaluate_noise(t_ + table_.c1[i] * h_, support, g(i));
  }

  void stages() {
    // all matrices but a1 are strictly lower triangular: f₁ needs f₀ and g₀ alone
    process_.drift(t_ + table_.c0[0] * h_, x_, f(0));
    evaluate_noise(t_ + table_.c1[0] * h_, x_, g(0));
    drift_stage(1);
    for (std::size_t i = 1; i < SriTable::noises; ++i) noise_stage(i);
  }

  void update() {
    add_stages(h_, table_.alpha, SriTable::drifts, drifts(), x_);
    for (Index k = 0; k < x_.cols(); ++k) {
      const std::array<const double*, 4> g_k{g(0).col(k).data(), g(1).col(k).data(), g(2).col(k).data(),
                                             g(3).col(k).data()};
      add_noise_column(root_h_, table_, root_third_, g_k, z(k), u(k), x_.col(k).data(), x_.rows());
    }
  }

  void estimate(Block error) {
    error.setZero();
    for (std::size_t i = 0; i < SriTable::noises; ++i) {
      for (Index k = 0; k < x_.cols(); ++k) {
        add_error_column(root_h_, table_.beta3[i], table_.beta4[i], root_third_, g(i).col(k).data(), z(k),
                         u(k), error.col(k).data(), x_.rows());
      }
    }
    add_drift_error(table_.alpha, support_block(), error);
  }

 private:
  Block support_block() { return workspace_.block(SriTable::drifts + SriTable::noises, x_.rows()); }

  void add_area(double scale, const ConstBlock& g, Block out) {
    for (Index k = 0; k < out.cols(); ++k) {
      add_area_column(scale, root_third_, g.col(k).data(), z(k), u(k), out.col(k).data(), out.rows());
    }
  }

  const SriTable& table_;
  double root_h_ = std::sqrt(h_), root_third_ = 1 / std::sqrt(3.0);
  bool matrix_;
};

}  // namespace

const SriTable sri1w1_table{.alpha = {1.0 / 3, 2.0 / 3},
                            .c0 = {0, 0.75},
                            .beta1 = {-1, 4.0 / 3, 2.0 / 3, 0},
                            .beta2 = {-1, 4.0 / 3, -1.0 / 3, 0},
                            .beta3 = {2, -4.0 / 3, -2.0 / 3, 0},
                            .beta4 = {-2, 5.0 / 3, -2.0 / 3, 1},
                            .c1 = {0, 0.25, 1, 0.25},
                            .a0 = {{{0, 0}, {0.75, 0}}},
                            .b0 = {{{0, 0, 0, 0}, {1.5, 0, 0, 0}}},
                            .a1 = {{{0, 0}, {0.25, 0}, {1, 0}, {0.25, 0}}},
                            .b1 = {{{0, 0, 0, 0}, {0.5, 0, 0, 0}, {-1, 0, 0, 0}, {-5, 3, 0.5, 0}}}};

Claim sri1w1_claim() {
  return {.name = "sri1w1",
          .source = "Rößler 2010, SIAM J. Numer. Anal. 48, section 6.1, SRI1W1",
          .orders = {{Sense::time, 2},
                     {Sense::strong, Context::commutative, 1.5},
                     {Sense::strong, Context::additive, 1.5},
                     {Sense::strong, Context::kinetic, 2},
                     {Sense::weak, Context::general, 1.5},
                     {Sense::weak, Context::additive, 2}},
          .calculus = "Itô",
          .needs = "scalar or diagonal noise, or one Brownian motion, with ΔZ",
          .evaluations_per_step = 2};
}

bool StochasticRungeKutta::can_step(const process::Process& process) const {
  return accepts(process.noise_kind()) || process.noise_dimension() == 1;
}

void StochasticRungeKutta::step(const process::Process& process, double t, double h, Block x,
                                Increment& increment, Workspace& workspace) const {
  take(Step(table_, process, t, h, x, increment, workspace));
}

void StochasticRungeKutta::step_with_error(const process::Process& process, double t, double h, Block x,
                                           Increment& increment, Workspace& workspace, Block error) const {
  take_with_error(Step(table_, process, t, h, x, increment, workspace), error);
}

}  // namespace kolmo::sde
