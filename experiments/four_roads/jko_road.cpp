// The road of minimising movements: JKO steps of the free energy in the inverse distribution function.

#include "four_roads/deterministic_levels.hpp"
#include "four_roads/quantities.hpp"
#include "four_roads/roads.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/core/parallel/stop.hpp"
#include "kolmo/core/simd/sum.hpp"
#include "kolmo/jko/flow.hpp"

namespace kolmo::four_roads {
namespace {

struct JkoRun {
  std::vector<DeterministicSnapshot> snapshots;
  jko::FlowReport report;
};

DeterministicSnapshot snapshot_of(const Problem& problem, const jko::LagrangianDensity& rho) {
  DeterministicSnapshot snapshot;
  snapshot.quantities = {{"mean", rho.raw_moment(1)},
                         {"second_moment", rho.raw_moment(2)},
                         {"fourth_moment", rho.raw_moment(4)},
                         {"probability_positive", rho.probability_above(0)},
                         {"entropy", rho.entropy()}};
  const auto structure = problem.intrinsic->gradient_structure();
  Eigen::ArrayXd potential(rho.nodes().size());
  const Points nodes = rho.nodes();
  structure->potential->value(nodes, potential);
  const double energy = dot(potential.data(), rho.node_masses().data(), potential.size());
  snapshot.quantities["potential_energy"] = energy;
  snapshot.quantities["free_energy"] = energy - structure->temperature * rho.entropy();
  snapshot.laws.emplace("x", rho.law());
  return snapshot;
}

JkoRun run_jko(const RoadContext& context, const process::Process& process, int step_level, Index cells) {
  const Problem& problem = context.problem;
  const jko::FlowPlan plan{problem.clock,
                           share_steps(problem.clock, problem.jko.steps, problem.levels, step_level),
                           problem.jko.scheme};
  JkoRun run;
  run.report = jko::flow(jko::free_energy(process), plan, jko::lagrangian_density(*problem.initial, cells),
                         [&](Index snapshot, double, const jko::LagrangianDensity& rho) {
                           throw_if_stopped();
                           if (snapshot > 0) run.snapshots.push_back(snapshot_of(problem, rho));
                         });
  return run;
}

}  // namespace

RoadOutput jko_road(const RoadContext& context, const verify::RoadResult* statistical) {
  const Problem& problem = context.problem;
  const auto& plant = context.settings.planted.jko;
  const ProcessPtr process = plant ? plant(problem.intrinsic) : problem.intrinsic;
  const Claim& claim = jko::find_step(problem.jko.scheme).claim;

  RoadOutput output;
  output.result.name = road::jko;
  output.result.times = problem.times;
  struct Resolution {
    int step_level;
    Index cells;
  };
  std::vector<Resolution> plans = {{0, problem.jko.cells}};
  for (int level = 1; level < problem.levels; ++level) plans.push_back({level, problem.jko.cells});
  for (int level = 1; level < problem.levels; ++level) plans.push_back({0, problem.jko.cells >> level});
  std::vector<JkoRun> runs(plans.size());
  context.progress.start(static_cast<double>(plans.size()), problem.name + ": JKO steps");
  for_each_task(static_cast<Index>(plans.size()), [&](Index i) {
    const auto k = static_cast<std::size_t>(i);
    runs[k] = run_jko(context, *process, plans[k].step_level, plans[k].cells);
    context.progress.advance(1);
  });

  DeterministicRefinement steps{"step", claim.order_time.value(), {}},
      cells{"grid", claim.order_space.value(), {}};
  for (int level = 0; level < problem.levels; ++level) {
    steps.levels.push_back(&runs[static_cast<std::size_t>(level)].snapshots);
    cells.levels.push_back(
        &runs[static_cast<std::size_t>(level == 0 ? 0 : problem.levels - 1 + level)].snapshots);
  }
  summarise_deterministic(context, {steps, cells}, statistical, output);
  output.facts["dissipation_ratio"] = {runs[0].report.dissipation_ratio(),
                                       "sum of W2^2/(2 tau) over the fall of the free energy: 1/2 + O(tau)"};
  output.facts["largest_residual"] = {runs[0].report.largest_residual(),
                                      "largest optimality residual of a step"};
  output.facts["newton_iterations"] = {static_cast<double>(runs[0].report.iterations()),
                                       "Newton iterations of all steps"};
  return output;
}

}  // namespace kolmo::four_roads
