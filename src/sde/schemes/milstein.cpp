#include "kolmo/sde/schemes/milstein.hpp"

#include <cmath>

#include "kolmo/core/simd/vectorised.hpp"
#include "milstein_step.hpp"

namespace kolmo::sde {
namespace {

KOLMO_VECTORISED void milstein_column(double h, double root_h, const double* f, const double* g,
                                      const double* g_x, const double* z, double* x, Index n) {
  for (Index i = 0; i < n; ++i) {
    x[i] = (x[i] + h * f[i]) + g[i] * (root_h * z[i] + (0.5 * h) * g_x[i] * (z[i] * z[i] - 1));
  }
}

}  // namespace

const Claim& Milstein::claim() const {
  static const Claim claim =
      milstein_claim("milstein", "Milstein 1974; Kloeden and Platen 1992, equations (10.3.3), (10.3.12)",
                     "any noise, with the derivative of G; Lévy areas if it does not commute");
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
  const auto diagonal = [&](const ConstBlock& f, const ConstBlock& z) {
    Block g = workspace.block(1, x.rows()), g_x = workspace.block(2, x.rows());
    process.diffusion_diagonal(t, x, g);
    process.diffusion_derivative(t, x, g_x);
    for (Index j = 0; j < x.cols(); ++j) {
      milstein_column(h, std::sqrt(h), f.col(j).data(), g.col(j).data(), g_x.col(j).data(), z.col(j).data(),
                      x.col(j).data(), x.rows());
    }
  };
  const auto directional = [&](Index l, const ConstBlock&, const Noise& noise, Block out) {
    process.diffusion_matrix_derivative(t, x, noise.values.middleCols(l * x.cols(), x.cols()), out);
    return 1.0;
  };
  milstein_step(process, t, h, x, increment, workspace, 2, diagonal, directional);
}

}  // namespace kolmo::sde
