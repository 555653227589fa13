#include "kinetic_substeps.hpp"

#include <cmath>

#include "kolmo/core/simd/vectorised.hpp"
#include "kolmo/sde/schemes/kinetic_scheme.hpp"
#include "sde/noise/block_kernels.hpp"

namespace kolmo::sde {
namespace {

KOLMO_VECTORISED void damp_column(double decay, double* p, Index n) {
  for (Index i = 0; i < n; ++i) p[i] *= decay;
}

}  // namespace

bool KineticScheme::can_step(const process::Process& process) const {
  return SdeScheme::can_step(process) && kinetic_structure(process).has_value();
}

Claim splitting_claim(std::string name, std::string source) {
  return {.name = std::move(name),
          .source = std::move(source),
          .orders = {{Sense::time, 2},
                     {Sense::strong, Context::additive, 1},
                     {Sense::weak, Context::additive, 2},
                     {Sense::stationary, 2}},
          .calculus = "Itô",
          .needs = "underdamped Langevin dynamics",
          .evaluations_per_step = 2};
}

Phase::Phase(const process::Process& process, Block x, Workspace& workspace)
    : structure(*kinetic_structure(process)),
      q(x.leftCols(x.cols() / 2)),
      p(x.rightCols(x.cols() / 2)),
      gradient(workspace.block(0, x.rows()).leftCols(x.cols() / 2)) {}

void kick(double h, Phase& at) {
  at.structure.potential->gradient(at.q, at.gradient);
  add_scaled(-h, at.gradient, at.p);
}

void move(double h, const ConstBlock& p, Block q) { add_scaled(h, p, q); }

Relaxation relaxation(const process::KineticStructure& structure, double h) {
  const double decay = structure.friction * h;
  return {std::exp(-decay), std::sqrt(-structure.temperature * std::expm1(-2 * decay))};
}

void damp(double decay, Block p) {
  for (Index j = 0; j < p.cols(); ++j) damp_column(decay, p.col(j).data(), p.rows());
}

}  // namespace kolmo::sde
