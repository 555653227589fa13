#include "four_roads/jko/plane_jko_run.hpp"

#include <algorithm>
#include <cmath>

#include "four_roads/grid/grid_snapshot.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/simd_math.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/fokker_planck/analysis/functionals.hpp"
#include "kolmo/jko/monge_ampere_step.hpp"

namespace kolmo::four_roads {
namespace {

/// What extrapolation may leave below 0, in tails that fall faster than τ lets them.
constexpr double most_negative_mass = 1e-4;

Eigen::ArrayXd start_of(const Problem& problem, const Grid& grid) {
  Eigen::ArrayXd log_mass(grid.cells()), mass(grid.cells());
  problem.initial->log_density(grid.centres(), log_mass);
  log_mass += std::log(grid.cell_volume());
  kolmo::exp(log_mass.data(), mass.data(), mass.size());
  return log_mass - std::log(sum(mass.data(), mass.size()));
}

double free_energy_of(const process::GradientStructure& structure, const Grid& grid,
                      const Eigen::ArrayXd& log_mass) {
  Eigen::ArrayXd free(grid.cells()), mass(grid.cells());
  structure.potential->value(grid.centres(), free);
  free += structure.temperature * (log_mass - std::log(grid.cell_volume()));
  kolmo::exp(log_mass.data(), mass.data(), mass.size());
  return dot(free.data(), mass.data(), mass.size());
}

}  // namespace

PlaneJkoRun run_plane(const Problem& problem, const process::GradientStructure& structure,
                      const StepPlan& plan, int step_level, const std::vector<Axis>& axes) {
  const Grid grid(axes);
  jko::MongeAmpereStep jko(grid, structure);
  Eigen::ArrayXd log_mass = start_of(problem, grid);
  PlaneJkoRun run;
  run.fall = free_energy_of(structure, grid, log_mass);
  const auto [stops, steps] = plan.at_level(step_level);
  for (std::size_t stretch = 0; stretch < steps.size(); ++stretch) {
    const double tau = (stops[stretch + 1] - stops[stretch]) / static_cast<double>(steps[stretch]);
    for (Index k = 0; k < steps[stretch]; ++k) {
      throw_if_stopped();
      const jko::MongeAmpereReport report = jko.step(tau, log_mass);
      run.residual = std::max(run.residual, report.residual);
      run.mass_defect = std::max(run.mass_defect, std::abs(report.mass_defect));
      run.movement += report.increment_squared / (2 * tau);
      run.iterations += report.iterations;
    }
    if (plan.snapshot[stretch + 1] < 0) continue;
    Eigen::ArrayXd density(grid.cells());
    kolmo::exp(log_mass.data(), density.data(), density.size());
    run.densities.push_back(density / grid.cell_volume());
  }
  run.fall -= free_energy_of(structure, grid, log_mass);
  return run;
}

Extrapolated extrapolate(const Problem& problem, const std::vector<Axis>& axes, const PlaneJkoRun& fine,
                         const PlaneJkoRun& coarse) {
  const Grid grid(axes);
  Extrapolated out;
  for (std::size_t i = 0; i < fine.densities.size(); ++i) {
    Eigen::ArrayXd p = 2 * fine.densities[i] - coarse.densities[i];
    out.negative_mass = std::max(out.negative_mass, fokker_planck::remove_negative(p));
    DeterministicSnapshot snapshot = grid_snapshot(problem, grid, p, problem.clock[i + 1]);
    snapshot.quantities.erase("fisher_information");  // of tails, which extrapolation cuts
    out.snapshots.push_back(std::move(snapshot));
    out.densities.push_back(std::move(p));
  }
  if (out.negative_mass > most_negative_mass)
    throw NumericalFailure("a share " + number_text(out.negative_mass, 3) +
                           " of the extrapolated density is negative: take shorter steps");
  return out;
}

}  // namespace kolmo::four_roads
