#include "implicit_matrix.hpp"

#include <cmath>

#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/memory.hpp"

namespace kolmo::fokker_planck {
namespace {

/// About how many entries the factors have: n log₂ n in the plane and n^{4/3} in space, with the factors that
/// minimum degree shows on 5-point and 7-point stencils.
double expected_fill(const Grid& grid) {
  const double n = static_cast<double>(grid.cells());
  if (grid.dimension() == 1) return 8 * n;
  return grid.dimension() == 2 ? 8 * n * std::log2(n) : 8 * n * std::cbrt(n);
}

}  // namespace

ImplicitMatrix::ImplicitMatrix(const Generator& generator, double kappa_dt) {
  if (generator.grid().dimension() == 1 && generator.closed() && !generator.has_negative_rates()) {
    const FaceRates& rates = generator.rates(0);
    line_ = TridiagonalSolver::unit_column_sums(kappa_dt * rates.up.col(0), kappa_dt * rates.down.col(0));
    return;
  }
  require_memory(1.5 * expected_fill(generator.grid()), "the sparse factors of this generator",
                 "take fewer cells or a stepper that splits the axes");
  Eigen::SparseMatrix<double> matrix = -kappa_dt * generator.sparse();
  for (Index i = 0; i < matrix.rows(); ++i) matrix.coeffRef(i, i) += 1;
  matrix.makeCompressed();
  lu_ = std::make_unique<SparseLu>();
  lu_->setPivotThreshold(0);
  lu_->compute(matrix);
  if (lu_->info() != Eigen::Success) {
    throw NumericalFailure("sparse LU of I − κ Δt L: " + lu_->lastErrorMessage() + "; take a smaller step");
  }
}

void ImplicitMatrix::solve(const Eigen::ArrayXd& rhs, Eigen::ArrayXd& q) const {
  if (line_) {
    line_->solve(rhs.data(), q.data());
  } else {
    q.matrix() = lu_->solve(rhs.matrix());
  }
}

}  // namespace kolmo::fokker_planck
