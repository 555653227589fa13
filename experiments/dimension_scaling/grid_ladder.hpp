#pragma once
// The grid road on finer and finer grids, Δt ∝ h.

#include "dimension_scaling/gaussian_problem.hpp"
#include "dimension_scaling/ladder.hpp"
#include "frame/run/progress.hpp"

namespace kolmo::dimension_scaling {

/// What one grid of n cells an axis found in some steps.
struct GridRun {
  double work;         ///< n^d · steps, in cell-steps
  double expectation;  ///< of φ, relative error
  double density;      ///< Σ|p − exact| h^d
};
GridRun run_grid(const GaussianProblem& problem, Index cells, Index steps, const std::string& stepper);

struct GridLadders {
  Ladder expectation, density;
};

/// Five grids up to `finest` cells an axis, n/2 steps on n: error O(h²) + O(Δt²) with Δt ∝ h at n^d · n work
/// is O(W^{−2/(d+1)}). Seconds go to `progress` under the name "<d>d/grid".
GridLadders grid_ladders(const GaussianProblem& problem, Index finest, const Settings& settings,
                         frame::Progress& progress);

}  // namespace kolmo::dimension_scaling
