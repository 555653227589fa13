// The road of the Fokker–Planck grid, on levels in step and in cell width.

#include <cmath>
#include <numbers>

#include "four_roads/deterministic_levels.hpp"
#include "four_roads/quantities.hpp"
#include "four_roads/roads.hpp"
#include "four_roads/stationary.hpp"
#include "four_roads/walls.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/stop.hpp"
#include "kolmo/fokker_planck/functionals.hpp"
#include "kolmo/fokker_planck/grid_sampler.hpp"
#include "kolmo/fokker_planck/grid_score.hpp"
#include "kolmo/fokker_planck/initial_density.hpp"
#include "kolmo/fokker_planck/march.hpp"
#include "kolmo/fokker_planck/projection.hpp"
#include "kolmo/process/scaled_drift.hpp"

namespace kolmo::four_roads {
namespace {

namespace fp = fokker_planck;

/// A hundredth of the KS noise floor of 2·10⁶ points: a budget made of more than that would let everything
/// pass.
constexpr double most_mass_beyond_walls = 2e-5;

DeterministicSnapshot snapshot_1d(const Problem& problem, const Grid& grid, const Eigen::ArrayXd& p) {
  DeterministicSnapshot snapshot;
  snapshot.quantities["mean"] = fp::raw_moment(grid, p, 0, 1);
  snapshot.quantities["second_moment"] = fp::raw_moment(grid, p, 0, 2);
  snapshot.quantities["fourth_moment"] = fp::raw_moment(grid, p, 0, 4);
  Law1D law = fp::axis_law(grid, p);
  snapshot.quantities["probability_positive"] = law.probability_above(0);
  snapshot.laws.emplace("x", std::move(law));
  const double entropy = fp::entropy(grid, p);
  if (const auto structure = problem.intrinsic->gradient_structure()) {
    const double free_energy = fp::free_energy(grid, p, *structure->potential, structure->temperature);
    snapshot.quantities["potential_energy"] = free_energy + structure->temperature * entropy;
    snapshot.quantities["free_energy"] = free_energy;
  }
  return snapshot;
}

DeterministicSnapshot snapshot_2d(const Grid& grid, const Eigen::ArrayXd& p) {
  DeterministicSnapshot snapshot;
  const Eigen::VectorXd mean = fp::mean(grid, p);
  const Eigen::MatrixXd covariance = fp::covariance(grid, p);
  snapshot.quantities = {{"mean_x", mean(0)},
                         {"mean_y", mean(1)},
                         {"covariance_xx", covariance(0, 0)},
                         {"covariance_xy", covariance(0, 1)},
                         {"covariance_yy", covariance(1, 1)}};
  snapshot.laws.emplace("x", fp::axis_law(grid, p, 0));
  snapshot.laws.emplace("y", fp::axis_law(grid, p, 1));
  snapshot.laws.emplace("d1", fp::diagonal_law(grid, p, 1));
  snapshot.laws.emplace("d2", fp::diagonal_law(grid, p, -1));
  return snapshot;
}

struct GridRun {
  std::vector<DeterministicSnapshot> snapshots;
  std::vector<Eigen::ArrayXd> densities;  ///< one a time
  fp::MarchResult march;
  ScorePtr score;
  double negative_mass = 0;  ///< the largest of any snapshot
};

/// A stepper of second order may leave negative cells in far tails where a step was large; entropies and laws
/// are then those of the positive part. The negative mass is kept in the file; more than 1e−12 of it is a
/// failure.
Eigen::ArrayXd positive_part(const Problem& problem, double tau, Eigen::ArrayXd p,
                             double& largest_negative_mass) {
  const double mass = fp::remove_negative(p);
  largest_negative_mass = std::max(largest_negative_mass, mass);
  if (mass <= 1e-12) return p;
  throw NumericalFailure(problem.name + ": a share " + std::to_string(mass) +
                         " of the grid's density is negative at clock time " + std::to_string(tau) +
                         ": give " + problem.fokker_planck.scheme +
                         " more steps, or take stepper = \"implicit_euler\"");
}

struct Resolution {
  int step_level;  ///< steps 2^level times as long as the finest
  std::vector<Axis> axes;
};

/// The initial law on the grid. Sums over point values are exact to every order on a line whose coarsest
/// level resolves every component; a line that does not gets the exact mean over each cell, planes one by
/// quadrature.
Eigen::ArrayXd initial_cells(const Problem& problem, const Grid& grid) {
  const density::GaussianMixture& law = *problem.initial;
  if (problem.dimension() == 2) {
    return fp::initial_density(law, grid, fp::CellValues::average, 2 * most_mass_outside).density;
  }
  const double coarsest = problem.domain[0].width() * static_cast<double>(Index{1} << (problem.levels - 1));
  double narrowest = std::numeric_limits<double>::infinity();
  for (Index k = 0; k < law.components(); ++k)
    narrowest = std::min(narrowest, std::sqrt(law.covariance(k)(0, 0)));
  if (narrowest > 2 * coarsest) {
    return fp::initial_density(law, grid, fp::CellValues::point, 2 * most_mass_outside).density;
  }
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

GridRun run_grid(const RoadContext& context, const process::Process& process, const Resolution& resolution,
                 bool with_score) {
  const Problem& problem = context.problem;
  const Grid grid(resolution.axes);
  const fp::Generator generator = fp::scharfetter_gummel(process, grid);
  const Eigen::ArrayXd p0 = initial_cells(problem, grid);
  const std::vector<Index> steps =
      share_steps(problem.clock, problem.fokker_planck.steps, problem.levels, resolution.step_level);
  GridRun run;
  const auto observe = [&](Index index, double tau, const Eigen::ArrayXd& p) {
    throw_if_stopped();
    if (index == 0) return;
    const Eigen::ArrayXd density = positive_part(problem, tau, p, run.negative_mass);
    DeterministicSnapshot snapshot =
        problem.dimension() == 1 ? snapshot_1d(problem, grid, density) : snapshot_2d(grid, density);
    snapshot.quantities["entropy"] = fp::entropy(grid, density);
    snapshot.quantities["fisher_information"] = fp::fisher_information(grid, density);
    run.snapshots.push_back(std::move(snapshot));
    run.densities.push_back(density);
  };
  const fp::TimeStepper& stepper = fp::stepper(problem.fokker_planck.scheme);
  if (with_score) {
    fp::RecordedMarch recorded = fp::march_recording(generator, stepper, p0, problem.clock, steps, observe);
    run.score = std::make_shared<fp::GridScore>(recorded.recording);
    run.march = std::move(recorded.result);
  } else {
    run.march = fp::march(generator, stepper, p0, problem.clock, steps, observe);
  }
  context.progress.advance(1);
  return run;
}

/// An upper estimate of the √(energy distance) of two laws in the plane from their projections: |x| is π/2
/// times the mean of |x·θ| over directions θ, and in 1-D ED = 2 ∫(F − G)² ≤ 2 KS W1; the mean over directions
/// is taken over the four we have.
double energy_from_projections(const std::map<std::string, Law1D>& a, const std::map<std::string, Law1D>& b) {
  double total = 0;
  for (const auto& [name, law] : a) total += ks_distance(law, b.at(name)) * w1_distance(law, b.at(name));
  return std::sqrt(std::numbers::pi * total / static_cast<double>(a.size()));
}

/// The share of each of the grid's cells in each bin of the picture, divided by the bin's width.
Eigen::MatrixXd overlaps(const Axis& cells, const Axis& bins) {
  Eigen::MatrixXd share = Eigen::MatrixXd::Zero(bins.cells, cells.cells);
  for (Index i = 0; i < bins.cells; ++i) {
    for (Index j = 0; j < cells.cells; ++j) {
      const double overlap =
          std::min(bins.face(i + 1), cells.face(j + 1)) - std::max(bins.face(i), cells.face(j));
      share(i, j) = std::max(overlap, 0.0) / bins.width();
    }
  }
  return share;
}

/// The grid's density averaged over the picture's bins.
Eigen::ArrayXXd picture(const Grid& grid, const Eigen::ArrayXd& p, const std::vector<Axis>& axes) {
  const Eigen::Map<const Eigen::MatrixXd> density(p.data(), grid.axis(0).cells, grid.axis(1).cells);
  return overlaps(grid.axis(0), axes[0]) * density * overlaps(grid.axis(1), axes[1]).transpose();
}

/// What the finest grid's numbers would be with a drift 2 % larger, as absolute differences.
verify::Effects effects_of_2_percent(const RoadContext& context, const GridRun& run,
                                     const Resolution& resolution) {
  const process::ScaledDrift scaled(context.problem.intrinsic, 1.02);
  const GridRun other = run_grid(context, scaled, resolution, false);
  verify::Effects effects;
  for (std::size_t i = 0; i < run.snapshots.size(); ++i) {
    std::map<std::string, double>& effect = effects[context.problem.times[i]];
    for (const auto& [name, value] : run.snapshots[i].quantities) {
      effect[name] = std::abs(other.snapshots[i].quantities.at(name) - value);
    }
    for (const auto& [name, law] : run.snapshots[i].laws) {
      effect["ks_" + name] = ks_distance(law, other.snapshots[i].laws.at(name));
      effect["w1_" + name] = w1_distance(law, other.snapshots[i].laws.at(name));
    }
    if (context.problem.dimension() == 2) {
      effect["energy"] = energy_from_projections(run.snapshots[i].laws, other.snapshots[i].laws);
    }
  }
  return effects;
}

std::vector<Axis> coarsened(std::vector<Axis> axes, int level) {
  for (Axis& axis : axes) axis.cells >>= level;
  return axes;
}

/// The points and pictures of the plane.
void add_planar_parts(const RoadContext& context, const GridRun& run, const GridRun* coarser,
                      const GridRun* slower, RoadOutput& output) {
  const Grid grid(context.problem.domain);
  for (std::size_t i = 0; i < run.snapshots.size(); ++i) {
    verify::RoadSnapshot& snapshot = output.result.snapshots[i];
    const RandomStream stream = context.stream("fokker_planck/points/" + std::to_string(i));
    snapshot.points = fp::GridSampler(grid, run.densities[i]).sample(stream, context.problem.energy_points);
    double budget = 0;
    for (const GridRun* other : {coarser, slower}) {
      if (other == nullptr) continue;
      const double distance = energy_from_projections(run.snapshots[i].laws, other->snapshots[i].laws);
      budget += verify::distance_budget(distance, std::nullopt, 2, 0).bound;
    }
    snapshot.distance_budgets["energy"] = budget;
    output.densities.push_back(picture(grid, run.densities[i], plot_axes(context.problem)));
  }
}

/// Adds what the walls may have cost; mass that was out of place once counts from then on.
void add_wall_budgets(const RoadContext& context, const GridRun& run, RoadOutput& output) {
  const Grid grid(context.problem.domain);
  Walls worst;
  for (std::size_t i = 0; i < run.snapshots.size(); ++i) {
    const Walls walls = walls_of(grid, run.densities[i]);
    worst = {std::max(worst.mass, walls.mass), std::max(worst.largest_slope, walls.largest_slope),
             std::max(worst.log_density, walls.log_density)};
    verify::RoadSnapshot& snapshot = output.result.snapshots[i];
    for (auto& [name, quantity] : snapshot.quantities)
      quantity.budget += wall_budget(context.problem, worst, name);
    for (auto& [name, budget] : snapshot.distance_budgets)
      budget += wall_budget(context.problem, worst, name);
  }
  output.facts["mass_beyond_walls"] = {worst.mass, "mass that the tails at the walls would have outside"};
  verify::Check check;
  check.id = context.problem.name + "/fokker_planck/mass_beyond_walls";
  check.observed = worst.mass;
  check.tolerance = most_mass_beyond_walls;
  check.verdict = verify::judge(0, check.observed, check.tolerance);
  check.source = "tail of the density at the walls";
  if (check.verdict != verify::Verdict::pass) check.note = "take a larger domain";
  output.checks.push_back(std::move(check));
}

void check_mass(const RoadContext& context, const GridRun& run, RoadOutput& output) {
  verify::Check check;
  check.id = context.problem.name + "/fokker_planck/mass_defect";
  check.observed = run.march.mass_defect;
  check.bias_bound = check.tolerance = 1e-13;  // rounding of sums, whatever the number of steps
  check.verdict = verify::judge(0, check.observed, check.tolerance);
  check.source = "conservation";
  output.checks.push_back(std::move(check));
  output.facts["mass_defect"] = {run.march.mass_defect, "relative change of the mass over the whole march"};
  output.facts["smallest_density"] = {run.march.minimum, "smallest cell value after any step"};
  output.facts["negative_mass"] = {run.negative_mass,
                                   "largest relative mass of negative cells at a reported time"};
}

}  // namespace

RoadOutput grid_road(const RoadContext& context, const verify::RoadResult* statistical,
                     verify::Effects& effects, GridScores* scores) {
  const Problem& problem = context.problem;
  const auto& plant = context.settings.planted.fokker_planck;
  const ProcessPtr process = plant ? plant(problem.intrinsic) : problem.intrinsic;
  const int levels = problem.levels;
  RoadOutput output;
  output.result.name = road::fokker_planck;
  output.result.times = problem.times;
  output.result.ingredients = {"the grid's density"};

  context.progress.start(2 * levels, problem.name + ": grid");
  std::vector<GridRun> runs;  // the finest; then coarser in the step; then coarser in the cells
  for (int level = 0; level < levels; ++level) {
    runs.push_back(run_grid(context, *process, {level, problem.domain}, scores != nullptr && level == 0));
  }
  for (int level = 1; level < levels; ++level) {
    runs.push_back(
        run_grid(context, *process, {0, coarsened(problem.domain, level)}, scores != nullptr && level == 1));
  }
  DeterministicRefinement steps{
      "step", fp::stepper(problem.fokker_planck.scheme).claim().order_time.value(), {}};
  DeterministicRefinement cells{"grid", 2, {}};
  for (int level = 0; level < levels; ++level) {
    steps.levels.push_back(&runs[static_cast<std::size_t>(level)].snapshots);
    cells.levels.push_back(&runs[static_cast<std::size_t>(level == 0 ? 0 : levels - 1 + level)].snapshots);
  }
  summarise_deterministic(context, {steps, cells}, statistical, output);
  if (problem.dimension() == 2) {
    const auto at = [&](int index) { return levels > 1 ? &runs[static_cast<std::size_t>(index)] : nullptr; };
    add_planar_parts(context, runs[0], at(levels), at(1), output);
  } else {
    compare_stationary_law(context, *process, output);
  }
  add_wall_budgets(context, runs[0], output);
  check_mass(context, runs[0], output);
  effects = effects_of_2_percent(context, runs[0], {0, problem.domain});
  if (scores != nullptr) {
    *scores = {runs[0].score, levels > 1 ? runs[static_cast<std::size_t>(levels)].score : runs[0].score};
  }
  return output;
}

}  // namespace kolmo::four_roads
