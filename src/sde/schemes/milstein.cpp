#include "kolmo/sde/schemes/milstein.hpp"

#include <cmath>

#include "kolmo/core/simd/vectorised.hpp"
#include "kolmo/sde/schemes/euler_maruyama.hpp"
#include "noise_terms.hpp"
#include "sde/noise/double_integrals.hpp"

namespace kolmo::sde {
namespace {

KOLMO_VECTORISED void milstein_column(double h, double root_h, const double* f, const double* g,
                                      const double* g_x, const double* z, double* x, Index n) {
  for (Index i = 0; i < n; ++i) {
    x[i] = (x[i] + h * f[i]) + g[i] * (root_h * z[i] + (0.5 * h) * g_x[i] * (z[i] * z[i] - 1));
  }
}

void diagonal_step(const process::Process& process, double t, double h, Block x, Increment& increment,
                   Workspace& workspace) {
  Block f = workspace.block(0, x.rows()), g = workspace.block(1, x.rows());
  Block g_x = workspace.block(2, x.rows());
  process.drift(t, x, f);
  process.diffusion_diagonal(t, x, g);
  process.diffusion_derivative(t, x, g_x);
  const ConstBlock z = increment.materialise();
  for (Index j = 0; j < x.cols(); ++j) {
    milstein_column(h, std::sqrt(h), f.col(j).data(), g.col(j).data(), g_x.col(j).data(), z.col(j).data(),
                    x.col(j).data(), x.rows());
  }
}

}  // namespace

const Claim& Milstein::claim() const {
  static const Claim claim{.name = "milstein",
                           .source = "Milstein 1974; Kloeden and Platen 1992, equations (10.3.3), (10.3.12)",
                           .orders = {{Sense::time, 1},
                                      {Sense::strong, Context::general, 1},
                                      {Sense::strong, Context::commutative, 1},
                                      {Sense::strong, Context::additive, 1},
                                      {Sense::weak, Context::general, 1},
                                      {Sense::weak, Context::additive, 1}},
                           .calculus = "Itô",
                           .needs = "any noise, with the derivative of G; Lévy areas if it does not commute",
                           .evaluations_per_step = 1};
  return claim;
}

PathDetail Milstein::path_detail(const process::Process& process) const {
  return double_integral_detail(process);
}

Index Milstein::workspace_blocks(const process::Process& process) const {
  return 2 + 2 * noise_blocks(process);
}

void Milstein::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                    Workspace& workspace) const {
  if (process::is_additive(process.noise_kind())) {
    EulerMaruyama().step(process, t, h, x, increment, workspace);
    return;
  }
  if (process.noise_kind() == process::NoiseKind::diagonal) {
    diagonal_step(process, t, h, x, increment, workspace);
    return;
  }
  const Index d = x.cols(), m = process.noise_dimension();
  Block f = workspace.block(0, x.rows()), change = workspace.block(1, x.rows());
  Block derivative = workspace.blocks(2 + m, m, x.rows());
  process.drift(t, x, f);
  const Noise noise = noise_at(process, t, x, workspace, 2);
  const DoubleIntegrals integrals(process, h, increment);
  // X + Σ_l,k (∂G_k) G_l I_(l,k), and then + h f + G ΔW with G at X
  change.setZero();
  for (Index l = 0; l < m; ++l) {
    process.diffusion_matrix_derivative(t, x, noise.values.middleCols(l * d, d), derivative);
    integrals.add(1, l, derivative, change);
  }
  change += h * f;
  x += change;
  add_noise(std::sqrt(h), noise, increment.materialise(), x);
}

}  // namespace kolmo::sde
