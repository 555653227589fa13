#pragma once
// One run of JKO steps in the plane, and what two of them say of τ = 0.

#include <vector>

#include "four_roads/deterministic_levels.hpp"
#include "four_roads/problem/problem.hpp"
#include "four_roads/step_plan.hpp"
#include "kolmo/process/structure/gradient_flow.hpp"

namespace kolmo::four_roads {

struct PlaneJkoRun {
  std::vector<Eigen::ArrayXd> densities;  ///< one a time
  double residual = 0, movement = 0, fall = 0, mass_defect = 0;
  Index iterations = 0;
};

/// Steps of log ρ (MongeAmpereStep) from the problem's start on a grid of these axes.
PlaneJkoRun run_plane(const Problem& problem, const process::GradientStructure& structure,
                      const StepPlan& plan, int step_level, const std::vector<Axis>& axes);

/// What two runs of one grid say, the second with steps twice as long: 2ρ_τ − ρ_2τ is off by O(τ²)
/// (Richardson).
struct Extrapolated {
  std::vector<DeterministicSnapshot> snapshots;
  std::vector<Eigen::ArrayXd> densities;
  double negative_mass = 0;
};

/// NumericalFailure where more than 1e−4 of the mass lies below 0.
Extrapolated extrapolate(const Problem& problem, const std::vector<Axis>& axes, const PlaneJkoRun& fine,
                         const PlaneJkoRun& coarse);

}  // namespace kolmo::four_roads
