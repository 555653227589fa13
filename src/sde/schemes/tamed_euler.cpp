#include "kolmo/sde/schemes/tamed_euler.hpp"

#include <cmath>

#include "kolmo/core/simd/vectorised.hpp"
#include "noise_terms.hpp"

namespace kolmo::sde {
namespace {

KOLMO_VECTORISED void add_square(const double* f, double* sum, Index n) {
  for (Index i = 0; i < n; ++i) sum[i] += f[i] * f[i];
}

KOLMO_VECTORISED void tame(double h, const double* square, double* f, Index n) {
  for (Index i = 0; i < n; ++i) f[i] /= 1 + h * std::sqrt(square[i]);
}

}  // namespace

const Claim& TamedEuler::claim() const {
  static const Claim claim =
      euler_claim("tamed_euler",
                  "Hutzenthaler, Jentzen and Kloeden 2012, Ann. Appl. Probab. 22, equation (4)", "any noise");
  return claim;
}

Index TamedEuler::workspace_blocks(const process::Process& process) const {
  return 2 + noise_blocks(process);
}

void TamedEuler::step(const process::Process& process, double t, double h, Block x, Increment& increment,
                      Workspace& workspace) const {
  Block f = workspace.block(0, x.rows());
  Block square = workspace.block(1, x.rows());  // its first column
  process.drift(t, x, f);
  square.col(0).setZero();
  for (Index j = 0; j < x.cols(); ++j) add_square(f.col(j).data(), square.col(0).data(), x.rows());
  for (Index j = 0; j < x.cols(); ++j) tame(h, square.col(0).data(), f.col(j).data(), x.rows());
  euler_update(process, t, h, f, x, increment, workspace, 2);
}

}  // namespace kolmo::sde
