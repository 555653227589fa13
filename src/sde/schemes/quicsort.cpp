#include "kolmo/sde/schemes/quicsort.hpp"

#include <array>
#include <cmath>

#include "exponential_functions.hpp"
#include "kolmo/core/simd/vectorised.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"
#include "sde/noise/block_kernels.hpp"

namespace kolmo::sde {
namespace {

/// φ, ψ and the decay e^{−γah} after a part a of a step (see Quicsort).
struct Flow {
  double phi, psi, decay;

  Flow(double friction, double h, double a)
      : phi(a * h * phi_1(-friction * a * h)),
        psi(a * a * h * phi_2(-friction * a * h)),
        decay(std::exp(-friction * a * h)) {}
};

/// Multiples of ΔW, H and K in terms of z, u and v.
struct Noise {
  double w, area, time_area;

  Noise(const process::KineticStructure& structure, double h) {
    const double sigma = std::sqrt(2 * structure.friction * structure.temperature);
    w = sigma * std::sqrt(h);
    area = sigma * std::sqrt(h / 12);
    time_area = sigma * std::sqrt(h / 720);
  }
};

/// p ← P = p + σ(H + 6K),   c ← C = σ(ΔW − 12K).
KOLMO_VECTORISED void begin_column(Noise noise, const double* z, const double* u, const double* v, double* p,
                                   double* c, Index n) {
  for (Index i = 0; i < n; ++i) {
    const double time_area = noise.time_area * v[i];
    p[i] += noise.area * u[i] + 6 * time_area;
    c[i] = noise.w * z[i] - 12 * time_area;
  }
}

/// out = q + φ P + ψ C.
KOLMO_VECTORISED void flow_column(double phi, double psi, const double* q, const double* p, const double* c,
                                  double* out, Index n) {
  for (Index i = 0; i < n; ++i) out[i] = q[i] + phi * p[i] + psi * c[i];
}

/// p ← decay P + push C − σ(H − 6K).
KOLMO_VECTORISED void end_column(Noise noise, double decay, double push, const double* c, const double* u,
                                 const double* v, double* p, Index n) {
  for (Index i = 0; i < n; ++i)
    p[i] = decay * p[i] + push * c[i] - noise.area * u[i] + 6 * noise.time_area * v[i];
}

}  // namespace

const Claim& Quicsort::claim() const {
  static const Claim claim{.name = "quicsort",
                           .source = "Foster, Lyons and Oberhauser 2021, arXiv:2101.03446",
                           .orders = {{Sense::time, 3},
                                      {Sense::strong, Context::additive, 3},
                                      {Sense::weak, Context::additive, 3},
                                      {Sense::stationary, 3}},
                           .calculus = "Itô",
                           .needs = "underdamped Langevin dynamics, with ΔZ and K",
                           .evaluations_per_step = 2};
  return claim;
}

void Quicsort::step(const process::Process& process, double, double h, Block x, Increment& increment,
                    Workspace& workspace) const {
  static const double half_root = std::sqrt(3.0) / 6;
  const process::KineticStructure structure = *kinetic_structure(process);
  const Index n = x.cols() / 2, rows = x.rows();
  Block q = x.leftCols(n), p = x.rightCols(n);
  Block at = workspace.block(0, rows).leftCols(n), c = workspace.block(0, rows).rightCols(n),
        first = workspace.block(1, rows).leftCols(n), second = workspace.block(1, rows).rightCols(n);
  const ConstBlock z = increment.materialise(), u = increment.materialise_area(),
                   v = increment.materialise_time_area();
  const Flow l(structure.friction, h, 0.5 - half_root), r(structure.friction, h, 0.5 + half_root),
      whole(structure.friction, h, 1), third(structure.friction, h, 1.0 / 3);
  const Noise noise(structure, h);
  const auto flow = [&](const Flow& part, Block out) {
    for (Index j = 0; j < n; ++j) {
      flow_column(part.phi, part.psi, q.col(j).data(), p.col(j).data(), c.col(j).data(), out.col(j).data(),
                  rows);
    }
  };

  for (Index j = 0; j < n; ++j) {
    begin_column(noise, z.col(j).data(), u.col(j).data(), v.col(j).data(), p.col(j).data(), c.col(j).data(),
                 rows);
  }
  flow(l, at);
  structure.potential->gradient(at, first);
  flow(r, at);
  add_scaled(-h * third.phi, first, at);
  structure.potential->gradient(at, second);
  flow(whole, q);
  add_two_scaled(-0.5 * h * r.phi, first, -0.5 * h * l.phi, second, q);
  for (Index j = 0; j < n; ++j) {
    end_column(noise, whole.decay, whole.phi / h, c.col(j).data(), u.col(j).data(), v.col(j).data(),
               p.col(j).data(), rows);
  }
  add_two_scaled(-0.5 * h * r.decay, first, -0.5 * h * l.decay, second, p);
}

}  // namespace kolmo::sde
