// The road of paths: Euler–Maruyama or Heun on the process's clock, on levels that share their noise.

#include "four_roads/roads.hpp"
#include "four_roads/sample_summary.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/process/marginal.hpp"
#include "kolmo/process/reverse_process.hpp"
#include "kolmo/sde/drivers/simulate.hpp"

namespace kolmo::four_roads {
namespace {

/// Snapshots of all levels but that of the start, unless the start is asked for.
CoupledRuns simulate_levels(const RoadContext& context, const process::Process& process,
                            const RoadSettings& road, const std::vector<double>& clock,
                            const RandomStream& noise, const sde::Initial& initial) {
  const int levels = context.problem.levels;
  const sde::SdeScheme& scheme = sde::scheme(road.scheme);
  const sde::Schedule schedule{clock, share_steps(clock, road.steps, levels)};
  CoupledRuns runs;
  runs.refinement = "step";
  runs.order = scheme.claim().order_weak_additive.value();
  const std::size_t snapshots = clock.size() - 1;
  runs.samples.assign(static_cast<std::size_t>(levels),
                      std::vector<Points>(snapshots, Points(road.particles, process.dimension())));
  const Index last = static_cast<Index>(snapshots);
  context.progress.start(static_cast<double>(road.particles), context.problem.name + ": paths");
  const sde::Simulation simulation{process, scheme, schedule, road.particles, noise, levels};
  sde::simulate(simulation, initial, [&](Index snapshot, int level, Index first, const ConstBlock& x) {
    if (snapshot == 0) return;
    runs.samples[static_cast<std::size_t>(level)][static_cast<std::size_t>(snapshot - 1)].middleRows(
        first, x.rows()) = x;
    if (snapshot == last && level == 0) context.progress.advance(static_cast<double>(x.rows()));
  });
  return runs;
}

}  // namespace

RoadOutput sde_road(const RoadContext& context) {
  const Problem& problem = context.problem;
  const auto& plant = context.settings.planted.sde;
  const ProcessPtr process = plant ? plant(problem.intrinsic) : problem.intrinsic;
  RoadOutput output;
  output.result.name = road::sde;
  output.result.times = problem.times;
  const RandomStream start = context.stream("sde/start");
  const CoupledRuns runs =
      simulate_levels(context, *process, problem.sde, problem.clock, context.stream("sde/noise"),
                      [&](Index first, Block out) { problem.initial->sample(start, first, out); });
  summarise_samples(context, {runs}, output);
  return output;
}

RoadOutput reverse_sde_road(const RoadContext& context) {
  const Problem& problem = context.problem;
  const double end = problem.clock.back();
  const auto score = std::make_shared<process::MarginalScore>(problem.intrinsic, *problem.initial);
  const ProcessPtr reverse = std::make_shared<process::ReverseProcess>(problem.intrinsic, score, end);
  const auto& plant = context.settings.planted.reverse_sde;
  const ProcessPtr process = plant ? plant(reverse) : reverse;

  RoadOutput output;
  output.result.name = road::reverse_sde;
  std::vector<double> clock;  // s = τ_end − τ, from 0 to τ_end
  for (std::size_t i = problem.clock.size(); i-- > 0;) {
    clock.push_back(end - problem.clock[i]);
    if (i + 1 < problem.clock.size()) output.result.times.push_back(i == 0 ? 0 : problem.times[i - 1]);
  }
  const density::GaussianMixture law_at_end = problem.marginal(end);
  const RandomStream start = context.stream("reverse_sde/start");
  const CoupledRuns runs =
      simulate_levels(context, *process, problem.reverse, clock, context.stream("reverse_sde/noise"),
                      [&](Index first, Block out) { law_at_end.sample(start, first, out); });
  summarise_samples(context, {runs}, output);
  return output;
}

}  // namespace kolmo::four_roads
