#include "kolmo/sde/schemes/milstein_derivative_free.hpp"

#include <cmath>

#include "kolmo/core/simd/vectorised.hpp"
#include "milstein_step.hpp"

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

}  // namespace

const Claim& MilsteinDerivativeFree::claim() const {
  static const Claim claim =
      milstein_claim("milstein_derivative_free", "Kloeden and Platen 1992, equations (11.1.3), (11.1.7)",
                     "any noise; Lévy areas if it does not commute");
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
  const double root_h = std::sqrt(h);
  Block support = workspace.block(2, x.rows());
  const auto diagonal = [&](const ConstBlock& f, const ConstBlock& z) {
    Block g = workspace.block(1, x.rows()), g_support = workspace.block(3, x.rows());
    process.diffusion_diagonal(t, x, g);
    for (Index j = 0; j < x.cols(); ++j) {
      support_column(h, root_h, f.col(j).data(), g.col(j).data(), x.col(j).data(), support.col(j).data(),
                     x.rows());
    }
    process.diffusion_diagonal(t, support, g_support);
    for (Index j = 0; j < x.cols(); ++j) {
      update_column(h, root_h, f.col(j).data(), g.col(j).data(), g_support.col(j).data(), z.col(j).data(),
                    x.col(j).data(), x.rows());
    }
  };
  // G(t, X + h f + √h G_l) − G, which is √h (∂G) G_l
  const auto directional = [&](Index l, const ConstBlock& f, const Noise& noise, Block out) {
    support = x + h * f + root_h * noise.values.middleCols(l * x.cols(), x.cols());
    process.diffusion_matrix(t, support, out);
    out -= noise.values;
    return 1 / root_h;
  };
  milstein_step(process, t, h, x, increment, workspace, 3, diagonal, directional);
}

}  // namespace kolmo::sde
