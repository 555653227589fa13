#include "four_roads/paths/path_levels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "four_roads/problem/walls.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/number_text.hpp"

namespace kolmo::four_roads {
namespace {

/// Steps of all particles of a piece: some seconds of a processor.
constexpr double steps_a_piece = 2e8;

/// What neighbouring particles gave.
struct PathPiece {
  std::vector<std::vector<Points>> samples;  ///< [level][snapshot]
  Index diverged = 0;
};

template <class Archive>
void fields(Archive& archive, PathPiece& piece) {
  archive(piece.samples, piece.diverged);
}

/// Whole blocks; all of them where that is little work.
Index particles_a_piece(const PathLevels& paths) {
  const double particles =
      steps_a_piece / static_cast<double>(std::max<Index>(1, paths.plan.schedule.total_steps()));
  return block_rows * std::max<Index>(16, static_cast<Index>(particles / block_rows));
}

PathPiece simulate_piece(const RoadContext& context, const sde::Simulation& simulation, const StepPlan& plan,
                         std::size_t snapshots, const sde::Initial& initial) {
  PathPiece piece;
  piece.samples.assign(
      static_cast<std::size_t>(simulation.levels),
      std::vector<Points>(snapshots, Points(simulation.particles, simulation.process.dimension())));
  const sde::SimulationCounts counts =
      sde::simulate(simulation, initial, [&](Index stop, int level, Index first, const ConstBlock& x) {
        const Index at = plan.snapshot[static_cast<std::size_t>(stop)];
        if (at < 0) return;
        Points& samples = piece.samples[static_cast<std::size_t>(level)][static_cast<std::size_t>(at)];
        const Index row = first - simulation.first_particle;
        samples.middleRows(row, x.rows()) = x;
        wrap(context.problem, samples.middleRows(row, x.rows()));
      });
  for (const Index diverged : counts.diverged) piece.diverged += diverged;
  return piece;
}

/// What the scheme claims for this noise, or the walls' handling if that is less.
double weak_order(const PathLevels& paths, const std::optional<sde::Walls>& walls) {
  const Claim& claim = paths.scheme.claim();
  const std::optional<double> order = process::is_additive(paths.process.noise_kind())
                                          ? claim.order(Sense::weak, Context::additive)
                                          : claim.order(Sense::weak, Context::general);
  if (!order) {
    throw InvalidArgument(
        "scheme = '" + claim.name +
        "': claims no weak order for the noise of this process, so that no budget can be made");
  }
  double least = *order;
  if (walls) {
    for (const sde::WalledInterval& interval : walls->intervals())
      least = std::min(least, *sde::claim(interval.kind).order(Sense::weak, Context::additive));
  }
  return least;
}

}  // namespace

PathRun run_paths(const RoadContext& context, const PathLevels& paths, const sde::Initial& initial) {
  PathRun run;
  const std::optional<sde::Walls> walls = path_walls(context.problem);
  run.levels.refinement = "step";
  run.levels.order = weak_order(paths, walls);
  const int levels = std::isfinite(run.levels.order) ? context.problem.levels : 1;
  std::size_t snapshots = 0;
  for (const Index at : paths.plan.snapshot) snapshots += at >= 0 ? 1 : 0;
  run.levels.samples.assign(
      static_cast<std::size_t>(levels),
      std::vector<Points>(snapshots, Points(paths.particles, paths.process.dimension())));
  context.progress.start(static_cast<double>(paths.particles), context.problem.name + ": paths");
  sde::Simulation simulation{paths.process,   paths.scheme, paths.plan.schedule,
                             paths.particles, paths.noise,  levels};
  simulation.divergence = paths.divergence;
  if (walls) simulation.walls = &*walls;
  const Index rows = particles_a_piece(paths);
  for (Index first = 0; first < paths.particles; first += rows) {
    simulation.first_particle = first;
    simulation.particles = std::min(rows, paths.particles - first);
    const PathPiece piece = context.progress.pieces().piece(
        "paths, " + paths.name + ", from " + number_text(first),
        paths.scheme.claim().name + ", " + number_text(paths.plan.schedule.total_steps()) + " steps, " +
            number_text(paths.particles) + " paths",
        [&] { return simulate_piece(context, simulation, paths.plan, snapshots, initial); });
    for (std::size_t level = 0; level < piece.samples.size(); ++level)
      for (std::size_t k = 0; k < snapshots; ++k)
        run.levels.samples[level][k].middleRows(first, simulation.particles) = piece.samples[level][k];
    run.diverged += piece.diverged;
    context.progress.advance(static_cast<double>(simulation.particles));
  }
  return run;
}

PathRun run_paths(const RoadContext& context, const process::Process& process, const sde::SdeScheme& scheme,
                  const StepPlan& plan, Index particles, const std::string& use, const std::string& name) {
  const RandomStream start = context.stream(use + "/start");
  return run_paths(
      context,
      {process, scheme, plan, particles, context.stream(use + "/noise"), name, sde::Divergence::counted},
      [&](Index first, Block out) { context.problem.sample_start(start, first, out); });
}

}  // namespace kolmo::four_roads
