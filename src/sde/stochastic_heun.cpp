#include "kolmo/sde/stochastic_heun.hpp"

#include <cmath>

#include "block_kernels.hpp"
#include "kolmo/core/vectorised.hpp"
#include "kolmo/sde/drift_heun.hpp"

namespace kolmo::sde {
namespace {

KOLMO_VECTORISED void correct_column(const double* g, const double* g_x, double* f, Index n) {
  for (Index i = 0; i < n; ++i) f[i] -= 0.5 * (g[i] * g_x[i]);
}

/// a = f − ½ g g′ and g at (t, x); `derivative` is overwritten.
void coefficients(const process::Process& process, double t, const ConstBlock& x, Block a, Block g,
                  Block derivative) {
  process.drift(t, x, a);
  process.diffusion_diagonal(t, x, g);
  process.diffusion_derivative(t, x, derivative);
  for (Index j = 0; j < x.cols(); ++j) {
    correct_column(g.col(j).data(), derivative.col(j).data(), a.col(j).data(), x.rows());
  }
}

/// x += ½h (a₁ − a₀) + ½√h (g₁ − g₀) z.
KOLMO_VECTORISED void update_column(double h, double root_h, const double* a0, const double* a1,
                                    const double* g0, const double* g1, const double* z, double* x, Index n) {
  for (Index i = 0; i < n; ++i) {
    x[i] += (0.5 * h) * (a1[i] - a0[i]) + (0.5 * root_h) * (g1[i] - g0[i]) * z[i];
  }
}

}  // namespace

const Claim& StochasticHeun::claim() const {
  static const Claim claim{.name = "stochastic_heun",
                           .source = "Rümelin 1982; Kloeden and Platen 1992, section 15.5",
                           .order_time = 2,
                           .order_strong_commutative = 1,
                           .order_strong_additive = 1,
                           .order_weak_general = 1,
                           .order_weak_additive = 2,
                           .calculus = "Stratonovich",
                           .needs = "scalar or diagonal noise, with ∂g/∂x",
                           .evaluations_per_step = 2};
  return claim;
}

void StochasticHeun::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                          Workspace& workspace) const {
  if (process.noise_kind() == process::NoiseKind::scalar) {
    DriftHeun().step(process, t, h, x, increment, workspace);
    return;
  }
  Block a0 = workspace.block(0, x.rows()), g0 = workspace.block(1, x.rows());
  Block a1 = workspace.block(2, x.rows()), g1 = workspace.block(3, x.rows());
  Block derivative = workspace.block(4, x.rows());
  const double root_h = std::sqrt(h);
  const ConstBlock z = increment.materialise();
  coefficients(process, t, x, a0, g0, derivative);
  add_drift_and_noise(h, a0, root_h, g0, z, x);  // x is X̃
  coefficients(process, t + h, x, a1, g1, derivative);
  for (Index j = 0; j < x.cols(); ++j) {
    update_column(h, root_h, a0.col(j).data(), a1.col(j).data(), g0.col(j).data(), g1.col(j).data(),
                  z.col(j).data(), x.col(j).data(), x.rows());
  }
}

}  // namespace kolmo::sde
