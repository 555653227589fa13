#pragma once
// The modes of a Fourier solver.

#include <vector>

#include "kolmo/core/grid.hpp"
#include "kolmo/core/linear/fourier_transform.hpp"
#include "kolmo/fokker_planck/spectral/fourier_solver.hpp"

namespace kolmo::fokker_planck {

struct FourierSolver::Modes {
  Modes(const Grid& grid, Dealiasing dealiasing);

  FourierTransform transform;
  std::vector<Index> largest;  ///< |k| ≤ largest[axis] is kept
  Eigen::ArrayXXd kappa;       ///< 2π k/L, modes×axes
  Eigen::ArrayXd kept;         ///< 1 or 0, one a mode

  /// The coefficients of the kept modes, 0 for the others.
  void project(const double* x, Eigen::ArrayXcd& c) const {
    transform.to_coefficients(x, c.data());
    c *= kept;
  }
};

}  // namespace kolmo::fokker_planck
