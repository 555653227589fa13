#pragma once
// Implicit solves on all lines along one axis.

#include <vector>

#include "bundle_sweep.hpp"

namespace kolmo::fokker_planck {

/// w ← (I − K)⁻¹ w, K = kappa_dt times the fluxes along one axis, by the fluxes of the solution q on every
/// line: w ← w + K q. Lines run 16 at a time, bundles in parallel; bits do not depend on threads.
class AxisSolver {
 public:
  /// Throws InvalidArgument where the factors do not fit into memory.
  AxisSolver(const Generator& generator, Index axis, double kappa_dt);

  /// What left through the sides of the axis.
  struct Losses {
    double lower = 0, upper = 0;
  };
  Losses solve(double* w);

 private:
  LineBundles bundles_;
  AxisFactors factors_;
  Index cells_;
  std::vector<BundleResult> results_;
  Eigen::ArrayXXd workspace_;  // a column a task
};

}  // namespace kolmo::fokker_planck
