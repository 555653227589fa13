// The road of the probability flow: an ensemble carried along v = f − ½ g² ∇log p_t with its log density.

#include <cmath>

#include "four_roads/carried_density.hpp"
#include "four_roads/quantities.hpp"
#include "four_roads/roads.hpp"
#include "four_roads/sample_summary.hpp"
#include "four_roads/short_time_law.hpp"
#include "four_roads/velocity_in_units.hpp"
#include "kolmo/core/errors.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/ode/ode_stepper.hpp"
#include "kolmo/process/marginal.hpp"
#include "kolmo/process/probability_flow.hpp"

namespace kolmo::four_roads {
namespace {

/// Of the target, what the coarsest level's steps are chosen by: the finest takes a quarter of them.
constexpr double tolerance_at_target = 1e-3;

struct FlowRun {
  std::vector<Points> samples;                ///< one a time after the start
  std::vector<Eigen::ArrayXd> log_densities;  ///< log p_t(x_t)
  ode::FlowReport report;
};

/// Where a flow starts and how it is stepped.
struct FlowStart {
  const RoadSettings& road;
  const std::vector<double>& clock;
  const density::GaussianMixture& initial;
  RandomStream stream;
};

/// Carries particles from clock.front() on; the initial law also gives log p at the start. Without step times
/// the steps are chosen by the tolerance; with them each is divided.
FlowRun run_flow(const RoadContext& context, const process::VelocityField& velocity, const FlowStart& start,
                 const std::shared_ptr<const ode::StepTimes>& step_times = nullptr, Index divisions = 1) {
  const auto& [road, clock, initial, stream] = start;
  ode::FlowPlan plan;
  const NaturalUnits units = natural_units(context.problem, initial, clock);
  for (const double time : clock) plan.times.push_back(time / units.time);
  plan.stepper = road.scheme;
  plan.relative_tolerance = plan.absolute_tolerance =
      road.tolerance > 0 ? road.tolerance : tolerance_at_target * context.problem.target;
  plan.step_times = step_times;
  plan.divisions = divisions;
  plan.log_density = true;
  const std::size_t snapshots = clock.size() - 1;
  FlowRun run{std::vector<Points>(snapshots, Points(road.particles, initial.dimension())),
              std::vector<Eigen::ArrayXd>(snapshots, Eigen::ArrayXd(road.particles)),
              {}};
  Eigen::ArrayXd log_density_at_start(road.particles);
  const auto fill = [&, &law = initial, &noise = stream](Index first, Block out) {
    law.sample(noise, first, out);
    law.log_density(out, log_density_at_start.segment(first, out.rows()));
    out /= units.length;
  };
  run.report = ode::flow(VelocityInUnits(velocity, units), plan, road.particles, fill,
                         [&](Index snapshot, Index first, const ConstBlock& x, const ConstValues* change) {
                           if (snapshot == 0) return;
                           const auto i = static_cast<std::size_t>(snapshot - 1);
                           run.samples[i].middleRows(first, x.rows()) = units.length * x;
                           run.log_densities[i].segment(first, x.rows()) =
                               log_density_at_start.segment(first, x.rows()) + *change;
                           if (i + 1 == snapshots) context.progress.advance(static_cast<double>(x.rows()));
                         });
  return run;
}

void append(FlowRun run, CoupledRuns& runs) {
  runs.samples.push_back(std::move(run.samples));
  runs.log_densities.push_back(std::move(run.log_densities));
}

/// Runs with exactly halved steps: the coarsest level has those that the tolerance chose.
CoupledRuns run_levels(const RoadContext& context, const process::VelocityField& velocity,
                       const FlowStart& start, std::shared_ptr<const ode::StepTimes>& step_times,
                       RoadOutput& output) {
  const int levels = context.problem.levels;
  CoupledRuns runs;
  runs.refinement = "step";
  runs.order = ode::find_stepper(start.road.scheme).claim.order(Sense::time).value();
  FlowRun coarsest = run_flow(context, velocity, start);
  step_times = coarsest.report.step_times;
  for (int level = 0; level + 1 < levels; ++level) {
    FlowRun run = run_flow(context, velocity, start, step_times, Index{1} << (levels - 1 - level));
    if (level == 0) {
      output.facts["evaluations_per_particle"] = {run.report.evaluations_per_particle,
                                                  "velocity evaluations a particle on the finest level"};
    }
    append(std::move(run), runs);
  }
  append(std::move(coarsest), runs);
  return runs;
}

/// The carried log p_t against the exact one: the root mean square of the difference at each time.
void check_likelihood(const RoadContext& context, const CoupledRuns& runs, RoadOutput& output) {
  if (!context.problem.linear || runs.samples.size() < 2) return;
  for (std::size_t i = 0; i < output.result.times.size(); ++i) {
    const double time = output.result.times[i];
    const auto on_clock = time == 0 ? 0 : context.problem.process->clock(time);
    const density::GaussianMixture law = context.problem.marginal(on_clock);
    const auto error = [&](std::size_t level) {
      Eigen::ArrayXd exact(runs.samples[level][i].rows());
      for_each_block(exact.size(), [&](Index, Index first, Index rows) {
        law.log_density(runs.samples[level][i].middleRows(first, rows), exact.segment(first, rows));
      });
      const Eigen::ArrayXd difference = (runs.log_densities[level][i] - exact).square();
      return std::sqrt(mean_estimate(difference.data(), difference.size()).value);
    };
    // Of order p the finer level has 2^−p of the coarser one's error. Half of it, and rounding, is generous
    // to the solver, not to a wrong divergence, which no step makes smaller.
    verify::Check check;
    check.id = verify::comparison_id(context.problem.name, output.result.name, road::exact,
                                     "log_likelihood_rms", time);
    check.observed = error(0);
    check.bias_bound = 0.5 * error(1) + 1e-11;
    check.tolerance = check.bias_bound;
    check.verdict = verify::judge(0, check.observed, check.tolerance);
    check.source = "closed form";
    output.checks.push_back(std::move(check));
  }
}

}  // namespace

RoadOutput flow_road(const RoadContext& context, const GridScores* grid_scores) {
  const Problem& problem = context.problem;
  const auto& plant = context.settings.planted.probability_flow;
  const auto velocity = [&](const ScorePtr& score) -> VelocityPtr {
    if (plant) return plant(problem.intrinsic, score);
    return std::make_shared<process::ProbabilityFlow>(problem.intrinsic, score);
  };
  if (grid_scores != nullptr && !grid_scores->failure.empty()) {
    throw NumericalFailure("its score cannot be read from the grid's density: " + grid_scores->failure);
  }
  const ScorePtr score = grid_scores != nullptr
                             ? grid_scores->fine
                             : std::make_shared<process::MarginalScore>(problem.intrinsic, *problem.initial);
  RoadOutput output;
  output.result.name = road::probability_flow;
  output.result.times = problem.times;
  if (grid_scores != nullptr) output.result.ingredients = {"the grid's density"};

  const double from = grid_scores != nullptr ? grid_scores->start : 0;
  std::vector<double> clock = problem.clock;
  clock.front() = from;
  const density::GaussianMixture law = short_time_law(problem, from);
  const FlowStart start{problem.ode, clock, law, context.stream("probability_flow/start")};
  const int runs = problem.levels + (grid_scores != nullptr ? 1 : 0);
  context.progress.start(static_cast<double>(problem.ode.particles * runs),
                         problem.name + ": probability flow");
  std::shared_ptr<const ode::StepTimes> step_times;
  std::vector<CoupledRuns> refinements = {run_levels(context, *velocity(score), start, step_times, output)};
  if (grid_scores != nullptr) {
    CoupledRuns grid{"grid", 2, {refinements[0].samples[0]}, {refinements[0].log_densities[0]}};
    append(run_flow(context, *velocity(grid_scores->coarse), start, step_times,
                    Index{1} << (problem.levels - 1)),
           grid);
    refinements.push_back(std::move(grid));
  }
  summarise_samples(context, refinements, output);
  check_likelihood(context, refinements[0], output);
  if (grid_scores != nullptr) check_carried_density(context, refinements, *grid_scores, output);
  return output;
}

RoadOutput reverse_flow_road(const RoadContext& context) {
  const Problem& problem = context.problem;
  RoadOutput output;
  output.result.name = road::reverse_flow;
  const std::vector<double> clock(problem.clock.rbegin(), problem.clock.rend());
  for (std::size_t i = problem.clock.size() - 1; i-- > 0;) {
    output.result.times.push_back(i == 0 ? 0 : problem.times[i - 1]);
  }
  const process::ProbabilityFlow velocity(
      problem.intrinsic, std::make_shared<process::MarginalScore>(problem.intrinsic, *problem.initial));
  const density::GaussianMixture law_at_end = problem.marginal(problem.clock.back());
  RoadSettings road = problem.reverse;
  road.scheme = problem.ode.scheme;
  road.tolerance = problem.ode.tolerance;
  const FlowStart start{road, clock, law_at_end, context.stream("reverse_flow/start")};
  context.progress.start(static_cast<double>(road.particles * problem.levels),
                         problem.name + ": reverse flow");
  std::shared_ptr<const ode::StepTimes> step_times;
  const CoupledRuns runs = run_levels(context, velocity, start, step_times, output);
  summarise_samples(context, {runs}, output);
  check_likelihood(context, runs, output);
  return output;
}

}  // namespace kolmo::four_roads
