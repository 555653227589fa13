#pragma once
// Implicit solves on all lines along one axis.

#include <vector>

#include "kolmo/core/tridiagonal.hpp"
#include "kolmo/fokker_planck/generator.hpp"

namespace kolmo::fokker_planck {

/// w ← (I − K_k)⁻¹ w, K_k = kappa_dt times the fluxes along axis k, by the fluxes of the solution q on every
/// line: w ← w + K_k q. The axis must not be periodic.
class AxisSolver {
 public:
  /// Throws InvalidArgument where the factors do not fit into memory.
  AxisSolver(const Generator& generator, Index axis, double kappa_dt);
  void solve(double* w);

 private:
  void solve_line(Index line, double* w, double* q, double* p) const;

  Grid grid_;
  Index axis_, n_, stride_, lines_;
  Eigen::ArrayXXd up_, down_, leaks_;  // kappa_dt times the rates
  std::vector<TridiagonalSolver> solvers_;
  Eigen::ArrayXXd workspace_;  // a column a task
};

}  // namespace kolmo::fokker_planck
