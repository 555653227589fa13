#include "kolmo/sde/schemes/platen.hpp"

#include <cmath>

#include "kolmo/core/simd/vectorised.hpp"

namespace kolmo::sde {
namespace {

/// a + s b and a − s b; a may be `plus`.
KOLMO_VECTORISED void supports(const double* a, double s, const double* b, double* plus, double* minus,
                               Index n) {
  for (Index i = 0; i < n; ++i) {
    const double shift = s * b[i], centre = a[i];
    plus[i] = centre + shift;
    minus[i] = centre - shift;
  }
}

/// f and g at X, Υ₊, Υ₋; g at Φ₊, Φ₋.
struct Stages {
  const double *f, *f_plus, *f_minus, *g, *g_plus, *g_minus, *g_phi_plus, *g_phi_minus;
};

KOLMO_VECTORISED void update(double h, double root_h, double root_third, const Stages& k, const double* z,
                             const double* u, double* x, Index n) {
  for (Index i = 0; i < n; ++i) {
    const double area = 0.5 * (z[i] + root_third * u[i]);  // ΔZ/h^{3/2}
    const double drift = (0.25 * h) * (k.f_plus[i] + 2 * k.f[i] + k.f_minus[i]) +
                         (0.5 * h) * area * (k.f_plus[i] - k.f_minus[i]);
    const double g_difference = k.g_plus[i] - k.g_minus[i];
    const double noise =
        k.g[i] * z[i] + 0.25 * g_difference * (z[i] * z[i] - 1) +
        0.5 * (k.g_plus[i] - 2 * k.g[i] + k.g_minus[i]) * (z[i] - area) +
        0.25 * (k.g_phi_plus[i] - k.g_phi_minus[i] - g_difference) * (z[i] * z[i] / 3 - 1) * z[i];
    x[i] += drift + root_h * noise;
  }
}

}  // namespace

const Claim& Platen::claim() const {
  static const Claim claim{.name = "platen",
                           .source = "Kloeden and Platen 1992, equations (11.2.1)–(11.2.3)",
                           .orders = {{Sense::time, 2},
                                      {Sense::strong, Context::commutative, 1.5},
                                      {Sense::strong, Context::additive, 1.5},
                                      {Sense::weak, Context::general, 2},
                                      {Sense::weak, Context::additive, 2}},
                           .calculus = "Itô",
                           .needs = "scalar or diagonal noise in one dimension, with ΔZ",
                           .evaluations_per_step = 3};
  return claim;
}

void Platen::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                  Workspace& workspace) const {
  const Index n = x.rows();
  Block f = workspace.block(0, n), f_plus = workspace.block(1, n), f_minus = workspace.block(2, n);
  Block g = workspace.block(3, n), g_plus = workspace.block(4, n), g_minus = workspace.block(5, n);
  Block g_phi_plus = workspace.block(6, n), plus = workspace.block(7, n), minus = workspace.block(8, n);
  const double root_h = std::sqrt(h), s = t + h;
  process.drift(t, x, f);
  process.diffusion_diagonal(t, x, g);
  // Υ± around X + h f, which f_plus holds
  supports(x.data(), h, f.data(), f_plus.data(), f_minus.data(), n);
  supports(f_plus.data(), root_h, g.data(), plus.data(), minus.data(), n);
  process.drift(s, plus, f_plus);
  process.drift(s, minus, f_minus);
  process.diffusion_diagonal(s, plus, g_plus);
  process.diffusion_diagonal(s, minus, g_minus);
  // Φ± = Υ₊ ± √h g(s, Υ₊), of which `plus` turns into Φ₊, and then `plus` into g at Φ₋
  supports(plus.data(), root_h, g_plus.data(), plus.data(), minus.data(), n);
  process.diffusion_diagonal(s, plus, g_phi_plus);
  process.diffusion_diagonal(s, minus, plus);
  const ConstBlock z = increment.materialise();
  const ConstBlock u = increment.materialise_area();
  const Stages stages{f.data(),      f_plus.data(),  f_minus.data(),    g.data(),
                      g_plus.data(), g_minus.data(), g_phi_plus.data(), plus.data()};
  update(h, root_h, 1 / std::sqrt(3.0), stages, z.data(), u.data(), x.data(), n);
}

}  // namespace kolmo::sde
