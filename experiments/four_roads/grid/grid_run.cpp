#include "four_roads/grid/grid_run.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "four_roads/grid/grid_cells.hpp"
#include "four_roads/grid/grid_plane.hpp"
#include "four_roads/grid/grid_snapshot.hpp"
#include "four_roads/paths/packed_runs.hpp"
#include "four_roads/problem/point_cells.hpp"
#include "four_roads/problem/short_time_law.hpp"
#include "four_roads/problem/walls.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/fokker_planck/kinetic/kinetic_solver.hpp"
#include "kolmo/fokker_planck/operator/discretisation.hpp"
#include "kolmo/fokker_planck/operator/projection.hpp"
#include "kolmo/fokker_planck/score/initial_density.hpp"
#include "kolmo/process/derived/scaled_diffusion.hpp"
#include "kolmo/process/derived/scaled_drift.hpp"
#include "kolmo/process/structure/kinetic_langevin.hpp"

namespace kolmo::four_roads {
namespace {

namespace fp = fokker_planck;

/// A stepper of second order may leave negative cells in far tails where a step was large; entropies and laws
/// are then those of the positive part. The negative mass is kept in the file; more of it than may be is a
/// failure.
Eigen::ArrayXd positive_part(const std::string& stepper, double tau, Eigen::ArrayXd p, double most,
                             double& largest_negative_mass) {
  const double mass = fp::remove_negative(p);
  largest_negative_mass = std::max(largest_negative_mass, mass);
  if (mass <= most) return p;
  throw NegativeDensity("a share " + number_text(mass, 3) +
                        " of the grid's density is negative at clock time " + number_text(tau, 6) + " with " +
                        stepper + ": give it more steps, or take stepper = \"implicit_euler\"");
}

/// |other − snapshot| of every quantity, and the distances between their laws.
std::map<std::string, double> changes(const DeterministicSnapshot& snapshot,
                                      const DeterministicSnapshot& other) {
  std::map<std::string, double> change;
  for (const auto& [name, value] : snapshot.quantities)
    change[name] = std::abs(other.quantities.at(name) - value);
  for (const auto& [name, law] : snapshot.laws) {
    change["ks_" + name] = ks_distance(law, other.laws.at(name));
    change["w1_" + name] = w1_distance(law, other.laws.at(name));
  }
  if (snapshot.laws.size() > 1) change["energy"] = energy_from_projections(snapshot.laws, other.laws);
  return change;
}

/// Underdamped Langevin dynamics by the kinetic solver, all else by the stepper; coefficients that depend on
/// time are taken at the middle of every step.
fp::MarchResult marched(const Problem& problem, const process::Process& process,
                        const GridResolution& resolution, const Eigen::ArrayXd& p0,
                        const fp::SnapshotObserver& observe) {
  const Grid grid(resolution.axes);
  const Schedule schedule = resolution.plan.at_level(resolution.step_level);
  if (kinetic_structure(process))
    return fp::KineticSolver(process, grid, kinetic_settings(problem)).march(p0, schedule, observe);
  const fp::TimeStepper& stepper = fp::stepper(resolution.stepper);
  if (!problem.known.time_dependent)
    return fp::march(grid_generator(problem, process, grid), stepper, p0, schedule, observe);
  const fp::GeneratorAt generator = [&](double t) {
    return grid_generator(problem, process, grid, {.boundaries = {}, .time = t});
  };
  return fp::march(generator, stepper, p0, schedule, observe);
}

/// How fine, in words.
std::string words(const GridResolution& resolution) {
  std::string text = resolution.stepper + ", " +
                     number_text(resolution.plan.schedule.total_steps() >> resolution.step_level) +
                     " steps, cells";
  for (const Axis& axis : resolution.axes) text += " " + number_text(axis.cells);
  return text;
}

GridRun march_once(const RoadContext& context, const process::Process& process,
                   const GridResolution& resolution) {
  const Problem& problem = context.problem;
  const Grid grid(resolution.axes);
  const Eigen::ArrayXd p0 = initial_cells(problem, resolution);
  GridRun run;
  run.axes = resolution.axes;
  const auto observe = [&](Index index, double tau, const Eigen::ArrayXd& p) {
    throw_if_stopped();
    if (resolution.plan.snapshot[static_cast<std::size_t>(index)] < 0) return;
    const Eigen::ArrayXd density =
        positive_part(resolution.stepper, tau, p, most_negative_mass(problem, resolution), run.negative_mass);
    run.snapshots.push_back(grid_snapshot(problem, grid, density, tau));
    run.densities.push_back(absorbs(problem) ? density / fp::mass(grid, density) : density);
  };
  run.march = marched(problem, process, resolution, p0, observe);
  return run;
}

}  // namespace

/// In space cells are as wide as a law's own length, and their means come from those of finer ones.
Eigen::ArrayXd cells_in_space(const density::GaussianMixture& law, const Grid& grid) {
  const Grid fine = fine_cells({grid.axis(0), grid.axis(1), grid.axis(2)});
  Eigen::ArrayXd p(fine.cells());
  law.log_density(fine.centres(), p);
  return BoxLaw(fine, p.exp()).on(grid);
}

fp::KineticSettings kinetic_settings(const Problem& problem) {
  return {.position_sides = is_ring(problem, 0) ? fp::Boundary::periodic : fp::Boundary::no_flux,
          .transport = "shift_5_positive"};
}

Eigen::ArrayXd initial_cells(const Problem& problem, const GridResolution& resolution) {
  const Grid grid(resolution.axes);
  if (problem.box_law) return problem.box_law->on(grid);
  if (problem.point && resolution.plan.schedule.times.front() == 0) return point_cells(problem, grid);
  const density::GaussianMixture law = short_time_law(problem, resolution.plan.schedule.times.front());
  if (problem.dimension() == 3) return cells_in_space(law, grid);
  bool resolved = true;
  for (Index j = 0; j < problem.dimension(); ++j)
    resolved = resolved && narrowest(law, j) > 2 * resolution.coarsest_widths[static_cast<std::size_t>(j)];
  if (resolved) return fp::initial_density(law, grid, fp::CellValues::point, 2 * most_mass_outside).density;
  if (problem.dimension() > 1)
    return fp::initial_density(law, grid, fp::CellValues::average, 2 * most_mass_outside).density;
  const Axis& axis = grid.axis(0);
  Eigen::ArrayXd p(axis.cells);
  for (Index i = 0; i < axis.cells; ++i) {
    const double a = axis.face(i), b = axis.face(i + 1);
    const double mass =
        law.cdf(a) < 0.5 ? law.cdf(b) - law.cdf(a) : law.probability_above(a) - law.probability_above(b);
    p(i) = std::max(mass, 0.0) / axis.width();  // rounding of two equal tails may leave −1e−17
  }
  return p / fp::mass(grid, p);
}

GridRun run_grid(const RoadContext& context, const process::Process& process,
                 const GridResolution& resolution, const std::string& name) {
  GridRun run = context.progress.pieces().piece("grid, " + name, words(resolution),
                                                [&] { return march_once(context, process, resolution); });
  context.progress.advance(1);
  return run;
}

double most_negative_mass(const Problem& problem, const GridResolution& resolution) {
  if (problem.dimension() == 1) return 1e-12;
  const double most = resolution.stepper == "craig_sneyd" ? 1e-5 : 1e-8;
  return resolution.step_level == 0 ? most : std::max(most, 1e-4);
}

verify::Effects effects_of_2_percent(const RoadContext& context, const GridRun& run,
                                     const GridResolution& resolution) {
  if (context.problem.known.kinetic) return {};  // 1.02 f is no dynamics of positions and momenta
  const process::ScaledDrift drift(context.problem.intrinsic, 1.02);
  const process::ScaledDiffusion diffusion(context.problem.intrinsic, 1.02);
  const GridRun with_drift = run_grid(context, drift, resolution, "drift by 2 %");
  const GridRun with_diffusion = run_grid(context, diffusion, resolution, "diffusion by 2 %");
  verify::Effects effects;
  for (std::size_t i = 0; i < run.snapshots.size(); ++i) {
    std::map<std::string, verify::Effect>& effect = effects[context.problem.times[i]];
    const std::map<std::string, double> by_drift = changes(run.snapshots[i], with_drift.snapshots[i]);
    const std::map<std::string, double> by_diffusion = changes(run.snapshots[i], with_diffusion.snapshots[i]);
    for (const auto& [name, change] : by_drift) effect[name] = {change, by_diffusion.at(name)};
  }
  return effects;
}

}  // namespace kolmo::four_roads
