#include "four_roads/path_levels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "four_roads/walls.hpp"
#include "kolmo/core/errors.hpp"

namespace kolmo::four_roads {

PathRun run_paths(const RoadContext& context, const PathLevels& paths, const sde::Initial& initial) {
  const Claim& claim = paths.scheme.claim();
  const std::optional<double> order = process::is_additive(paths.process.noise_kind())
                                          ? claim.order(Sense::weak, Context::additive)
                                          : claim.order(Sense::weak, Context::general);
  if (!order) {
    throw InvalidArgument(
        "scheme = '" + claim.name +
        "': claims no weak order for the noise of this process, so that no budget can be made");
  }
  PathRun run;
  run.levels.refinement = "step";
  run.levels.order = *order;
  const std::optional<sde::Walls> walls = path_walls(context.problem);
  if (walls) {
    for (const sde::WalledInterval& interval : walls->intervals())
      run.levels.order =
          std::min(run.levels.order, *sde::claim(interval.kind).order(Sense::weak, Context::additive));
  }
  const int levels = std::isfinite(run.levels.order) ? context.problem.levels : 1;
  const Index last = context.problem.times.empty() ? 0 : static_cast<Index>(paths.plan.stops.size()) - 1;
  std::size_t snapshots = 0;
  for (const Index at : paths.plan.snapshot) snapshots += at >= 0 ? 1 : 0;
  run.levels.samples.assign(
      static_cast<std::size_t>(levels),
      std::vector<Points>(snapshots, Points(paths.particles, paths.process.dimension())));
  context.progress.start(static_cast<double>(paths.particles), context.problem.name + ": paths");
  const sde::Schedule schedule{paths.plan.stops, paths.plan.steps};
  sde::Simulation simulation{paths.process, paths.scheme, schedule, paths.particles, paths.noise, levels};
  simulation.divergence = paths.divergence;
  if (walls) simulation.walls = &*walls;
  const sde::SimulationCounts counts =
      sde::simulate(simulation, initial, [&](Index stop, int level, Index first, const ConstBlock& x) {
        const Index at = paths.plan.snapshot[static_cast<std::size_t>(stop)];
        if (at < 0) return;
        Points& samples = run.levels.samples[static_cast<std::size_t>(level)][static_cast<std::size_t>(at)];
        samples.middleRows(first, x.rows()) = x;
        wrap(context.problem, samples.middleRows(first, x.rows()));
        if (stop == last && level == 0) context.progress.advance(static_cast<double>(x.rows()));
      });
  for (const Index diverged : counts.diverged) run.diverged += diverged;
  return run;
}

PathRun run_paths(const RoadContext& context, const process::Process& process, const sde::SdeScheme& scheme,
                  const StepPlan& plan, Index particles, const std::string& use) {
  const RandomStream start = context.stream(use + "/start");
  return run_paths(
      context, {process, scheme, plan, particles, context.stream(use + "/noise"), sde::Divergence::counted},
      [&](Index first, Block out) { context.problem.sample_start(start, first, out); });
}

}  // namespace kolmo::four_roads
