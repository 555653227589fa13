#pragma once
// I − κ Δt L of a whole generator, factored.

#include <Eigen/SparseLU>
#include <memory>
#include <optional>

#include "kolmo/core/linear/tridiagonal.hpp"
#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// On a closed line with no negative rate a tridiagonal solver without subtractions, else sparse LU with the
/// pivots on the diagonal (columns sum to at least 1) and columns in order of minimum degree.
class ImplicitMatrix {
 public:
  /// Throws InvalidArgument where the factors would not fit into memory, NumericalFailure where there are
  /// none.
  ImplicitMatrix(const Generator& generator, double kappa_dt);
  /// q = (I − κ Δt L)⁻¹ rhs; q is not rhs.
  void solve(const Eigen::ArrayXd& rhs, Eigen::ArrayXd& q) const;

 private:
  using SparseLu = Eigen::SparseLU<Eigen::SparseMatrix<double>, Eigen::COLAMDOrdering<int>>;
  std::optional<TridiagonalSolver> line_;
  std::unique_ptr<SparseLu> lu_;
};

}  // namespace kolmo::fokker_planck
