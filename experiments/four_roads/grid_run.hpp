#pragma once
// One march of a problem on one grid.

#include <vector>

#include "four_roads/deterministic_levels.hpp"
#include "four_roads/roads.hpp"
#include "four_roads/step_plan.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/kinetic/kinetic_solver.hpp"
#include "kolmo/fokker_planck/time/march.hpp"

namespace kolmo::four_roads {

/// How fine a march is.
struct GridResolution {
  StepPlan plan;   ///< starts at 0, or later from the law that the start has become (short_time_law.hpp)
  int step_level;  ///< steps 2^level times as long as the finest
  std::vector<Axis> axes;
  std::string stepper;
  double coarsest_width;  ///< of the cells of the coarsest of the levels that are compared
};

/// More than 1e−12 of the mass of a density is negative at a reported time.
class NegativeDensity : public NumericalFailure {
 public:
  using NumericalFailure::NumericalFailure;
};

/// What it found: numbers, laws and densities at the problem's times.
struct GridRun {
  std::vector<Axis> axes;
  std::vector<DeterministicSnapshot> snapshots;
  std::vector<Eigen::ArrayXd> densities;  ///< one a time; of those that go on, where sides absorb
  fokker_planck::MarchResult march;
  double negative_mass = 0;  ///< the largest of any snapshot
};

/// The initial law on the grid. Sums over point values are exact to every order on a line whose coarsest
/// level resolves every component (levels of one run decide
/// alike); a line that does not gets the exact mean over each cell, planes one by
/// quadrature. A density on the domain is integrated over the cells, a point is spread over three
/// (point_cells.hpp).
Eigen::ArrayXd initial_cells(const Problem& problem, const GridResolution& resolution);

/// How the kinetic solver is set up.
fokker_planck::KineticSettings kinetic_settings(const Problem& problem);

/// Marches the problem's initial law under `process` (in clock time). Throws NegativeDensity.
GridRun run_grid(const RoadContext& context, const process::Process& process,
                 const GridResolution& resolution);

/// What the finest grid's numbers would be with a drift, and with a diffusion g², 2 % larger, as absolute
/// differences by time.
verify::Effects effects_of_2_percent(const RoadContext& context, const GridRun& run,
                                     const GridResolution& resolution);

}  // namespace kolmo::four_roads
