#include "kinetic_substeps.hpp"

#include <cmath>

#include "kolmo/core/simd/vectorised.hpp"
#include "sde/noise/block_kernels.hpp"

namespace kolmo::sde {
namespace {

KOLMO_VECTORISED void damp_column(double decay, double* p, Index n) {
  for (Index i = 0; i < n; ++i) p[i] *= decay;
}

}  // namespace

void kick(const process::KineticStructure& structure, double h, const ConstBlock& q, Block p,
          Block gradient) {
  structure.potential->gradient(q, gradient);
  add_scaled(-h, gradient, p);
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
