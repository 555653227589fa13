#pragma once
// I − κ Δt L of a whole generator, factored.

#include <Eigen/OrderingMethods>
#include <Eigen/SparseLU>
#include <memory>
#include <optional>

#include "kolmo/core/linear/tridiagonal.hpp"
#include "kolmo/fokker_planck/operator/generator.hpp"

namespace kolmo::fokker_planck {

/// Minimum degree on the pattern of A + Aᵀ (Amestoy, Davis and Duff 1996): half the entries of COLAMD's
/// order, which is that of AᵀA, on 5-point and 7-point stencils. SparseLU numbers columns by the inverse of
/// the permutation that AMDOrdering returns.
struct MinimumDegree {
  using PermutationType = Eigen::PermutationMatrix<Eigen::Dynamic, Eigen::Dynamic, int>;
  template <class Matrix>
  void operator()(const Matrix& matrix, PermutationType& columns) const {
    PermutationType order;
    Eigen::AMDOrdering<int>()(matrix, order);
    columns = order.inverse();
  }
};

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
  using SparseLu = Eigen::SparseLU<Eigen::SparseMatrix<double>, MinimumDegree>;
  std::optional<TridiagonalSolver> line_;
  std::unique_ptr<SparseLu> lu_;
};

}  // namespace kolmo::fokker_planck
