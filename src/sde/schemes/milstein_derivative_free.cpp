#include "kolmo/sde/schemes/milstein_derivative_free.hpp"

#include <cmath>

#include "kolmo/core/simd/vectorised.hpp"
#include "kolmo/sde/schemes/euler_maruyama.hpp"
#include "noise_terms.hpp"
#include "sde/noise/double_integrals.hpp"

namespace kolmo::sde {
namespace {

KOLMO_VECTORISED void support_column(double h, double root_h, const double* f, const double* g,
                                     const double* x, double* out, Index n) {
  for (Index i = 0; i < n; ++i) out[i] = (x[i] + h * f[i]) + root_h * g[i];
}

KOLMO_VECTORISED void update_column(double h, double root_h, const double* f, const double* g,
                                    const double* g_support, const double* z, double* x, Index n) {
  for (Index i = 0; i < n; ++i) {
    x[i] = (x[i] + h * f[i]) + root_h * (g[i] * z[i] + 0.5 * (g_support[i] - g[i]) * (z[i] * z[i] - 1));
  }
}

void diagonal_step(const process::Process& process, double t, double h, Block x, Increment& increment,
                   Workspace& workspace) {
  Block f = workspace.block(0, x.rows()), g = workspace.block(1, x.rows());
  Block support = workspace.block(2, x.rows()), g_support = workspace.block(3, x.rows());
  const double root_h = std::sqrt(h);
  process.drift(t, x, f);
  process.diffusion_diagonal(t, x, g);
  for (Index j = 0; j < x.cols(); ++j) {
    support_column(h, root_h, f.col(j).data(), g.col(j).data(), x.col(j).data(), support.col(j).data(),
                   x.rows());
  }
  process.diffusion_diagonal(t, support, g_support);
  const ConstBlock z = increment.materialise();
  for (Index j = 0; j < x.cols(); ++j) {
    update_column(h, root_h, f.col(j).data(), g.col(j).data(), g_support.col(j).data(), z.col(j).data(),
                  x.col(j).data(), x.rows());
  }
}

}  // namespace

const Claim& MilsteinDerivativeFree::claim() const {
  static const Claim claim{.name = "milstein_derivative_free",
                           .source = "Kloeden and Platen 1992, equations (11.1.3), (11.1.7)",
                           .orders = {{Sense::time, 1},
                                      {Sense::strong, Context::general, 1},
                                      {Sense::strong, Context::commutative, 1},
                                      {Sense::strong, Context::additive, 1},
                                      {Sense::weak, Context::general, 1},
                                      {Sense::weak, Context::additive, 1}},
                           .calculus = "Itô",
                           .needs = "any noise; Lévy areas if it does not commute",
                           .evaluations_per_step = 1};
  return claim;
}

PathDetail MilsteinDerivativeFree::path_detail(const process::Process& process) const {
  return double_integral_detail(process);
}

Index MilsteinDerivativeFree::workspace_blocks(const process::Process& process) const {
  return 3 + 2 * noise_blocks(process);
}

void MilsteinDerivativeFree::step(const process::Process& process, double t, double h, Block x,
                                  Increment& increment, Workspace& workspace) const {
  if (process::is_additive(process.noise_kind())) {
    EulerMaruyama().step(process, t, h, x, increment, workspace);
    return;
  }
  if (process.noise_kind() == process::NoiseKind::diagonal) {
    diagonal_step(process, t, h, x, increment, workspace);
    return;
  }
  const Index d = x.cols(), m = process.noise_dimension();
  const double root_h = std::sqrt(h);
  Block f = workspace.block(0, x.rows()), change = workspace.block(1, x.rows());
  Block support = workspace.block(2, x.rows()), difference = workspace.blocks(3 + m, m, x.rows());
  process.drift(t, x, f);
  const Noise noise = noise_at(process, t, x, workspace, 3);
  const DoubleIntegrals integrals(process, h, increment);
  change.setZero();
  for (Index l = 0; l < m; ++l) {
    // (G(t, X + h f + √h G_l) − G)/√h for (∂G) G_l
    support = x + h * f + root_h * noise.values.middleCols(l * d, d);
    process.diffusion_matrix(t, support, difference);
    difference -= noise.values;
    integrals.add(1 / root_h, l, difference, change);
  }
  change += h * f;
  x += change;
  add_noise(root_h, noise, increment.materialise(), x);
}

}  // namespace kolmo::sde
