#pragma once
// One march of a problem on one grid.

#include <vector>

#include "four_roads/deterministic_levels.hpp"
#include "four_roads/roads.hpp"
#include "four_roads/step_plan.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/fokker_planck/kinetic/kinetic_solver.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/time/march.hpp"

namespace kolmo::four_roads {

/// How fine a march is.
struct GridResolution {
  StepPlan plan;   ///< starts at 0, or later from the law that the start has become (short_time_law.hpp)
  int step_level;  ///< steps 2^level times as long as the finest
  std::vector<Axis> axes;
  std::string stepper;
  std::vector<double> coarsest_widths;  ///< of the cells of the coarsest of the levels that are compared
};

/// More of the mass of a density is negative at a reported time than may be: 1e−12 on the line. In the plane,
/// where an axis may be stiff along one line and not along another, 1e−8 (with mixed derivatives, whose rates
/// may be negative in tails, 1e−5), and the budgets hold it; 1e−4 on its levels with longer steps, of which
/// nothing but their difference is taken.
class NegativeDensity : public NumericalFailure {
 public:
  using NumericalFailure::NumericalFailure;
};

double most_negative_mass(const Problem& problem, const GridResolution& resolution);

/// What it found: numbers, laws and densities at the problem's times.
struct GridRun {
  std::vector<Axis> axes;
  std::vector<DeterministicSnapshot> snapshots;
  std::vector<Eigen::ArrayXd> densities;  ///< one a time; of those that go on, where sides absorb
  fokker_planck::MarchResult march;
  double negative_mass = 0;  ///< the largest of any snapshot
};

/// The initial law on the grid. Sums over point values are exact to every order where the coarsest level
/// resolves every component along every axis (levels of one run decide alike); else each cell gets its mean,
/// on the line the exact one, in the plane one by quadrature. A density on the domain is integrated over the
/// cells, a point is spread over three (point_cells.hpp).
Eigen::ArrayXd initial_cells(const Problem& problem, const GridResolution& resolution);

/// The operator of the grid road (setting.time where coefficients depend on time). Fitted to e^{−V/T} where
/// there is a potential, and on the line; in the plane smooth_hybrid elsewhere, which diffuses less where a
/// drift that no potential has turns fast, unless noise vanishes at a side. Constant matrices with their
/// mixed derivatives. The sides are the problem's.
fokker_planck::Generator grid_generator(const Problem& problem, const process::Process& process,
                                        const Grid& grid, const fokker_planck::Setting& setting = {});

/// How the kinetic solver is set up.
fokker_planck::KineticSettings kinetic_settings(const Problem& problem);

/// Marches the problem's initial law under `process` (in clock time). `name` tells the march from the others
/// of the road: it is a piece of the part. Throws NegativeDensity.
GridRun run_grid(const RoadContext& context, const process::Process& process,
                 const GridResolution& resolution, const std::string& name);

/// What a grid's numbers would be with a drift, and with a diffusion g², 2 % larger, as absolute differences
/// by time; `run` is what it gave.
verify::Effects effects_of_2_percent(const RoadContext& context, const GridRun& run,
                                     const GridResolution& resolution);

}  // namespace kolmo::four_roads
