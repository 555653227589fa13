#include "kolmo/sde/milstein.hpp"

#include <cmath>

#include "kolmo/core/vectorised.hpp"
#include "kolmo/sde/euler_maruyama.hpp"

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
  static const Claim claim{.name = "milstein",
                           .source = "Milstein 1974; Kloeden and Platen 1992, equation (10.3.12)",
                           .order_time = 1,
                           .order_strong_commutative = 1,
                           .order_strong_additive = 1,
                           .order_weak_general = 1,
                           .order_weak_additive = 1,
                           .calculus = "Itô",
                           .needs = "scalar or diagonal noise, with ∂g/∂x",
                           .evaluations_per_step = 1};
  return claim;
}

void Milstein::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                    Workspace& workspace) const {
  if (process.noise_kind() == process::NoiseKind::scalar) {
    EulerMaruyama().step(process, t, h, x, increment, workspace);
    return;
  }
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

}  // namespace kolmo::sde
