// The road of the probability flow: an ensemble carried along v = f − ½ g² ∇log p_t with its log density.

#include <cmath>

#include "four_roads/quantities.hpp"
#include "four_roads/roads.hpp"
#include "four_roads/sample_summary.hpp"
#include "kolmo/core/parallel.hpp"
#include "kolmo/ode/flow.hpp"
#include "kolmo/ode/ode_stepper.hpp"
#include "kolmo/process/marginal.hpp"
#include "kolmo/process/probability_flow.hpp"

namespace kolmo::four_roads {
namespace {

constexpr double tolerance_factor = 32;  ///< doubles the step of a pair 5(4)

struct FlowRun {
  std::vector<Points> samples;               ///< one a time after the start
  std::vector<Eigen::ArrayXd> log_densities;  ///< log p_t(x_t)
  double evaluations_per_particle = 0;
};

/// Carries particles from clock.front() on; `initial` also gives log p at the start.
FlowRun run_flow(const RoadContext& context, const process::VelocityField& velocity, const RoadSettings& road,
                 const std::vector<double>& clock, double tolerance, const density::GaussianMixture& initial,
                 const RandomStream& start) {
  ode::FlowPlan plan;
  plan.times = clock;
  plan.stepper = road.scheme;
  plan.relative_tolerance = plan.absolute_tolerance = tolerance;
  plan.log_density = true;
  const std::size_t snapshots = clock.size() - 1;
  FlowRun run{std::vector<Points>(snapshots, Points(road.particles, initial.dimension())),
              std::vector<Eigen::ArrayXd>(snapshots, Eigen::ArrayXd(road.particles)), 0};
  Eigen::ArrayXd log_density_at_start(road.particles);
  const auto fill = [&](Index first, Block out) {
    initial.sample(start, first, out);
    initial.log_density(out, log_density_at_start.segment(first, out.rows()));
  };
  const ode::FlowReport report = ode::flow(
      velocity, plan, road.particles, fill,
      [&](Index snapshot, Index first, const ConstBlock& x, const ConstValues* change) {
        if (snapshot == 0) return;
        const auto i = static_cast<std::size_t>(snapshot - 1);
        run.samples[i].middleRows(first, x.rows()) = x;
        run.log_densities[i].segment(first, x.rows()) = log_density_at_start.segment(first, x.rows()) + *change;
        if (i + 1 == snapshots) context.progress.advance(static_cast<double>(x.rows()));
      });
  run.evaluations_per_particle = report.evaluations_per_particle;
  return run;
}

void append(FlowRun run, CoupledRuns& runs) {
  runs.samples.push_back(std::move(run.samples));
  runs.log_densities.push_back(std::move(run.log_densities));
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
    // Each level's error is measured against the exact law, so that a coarser level bounds a finer one: of order p the
    // finer has 2^−p of its error. Half of the coarser level's error is generous to the solver, not to a wrong divergence,
    // which no tolerance makes smaller.
    verify::Check check;
    check.id = verify::comparison_id(context.problem.name, output.result.name, road::exact, "log_likelihood_rms", time);
    check.observed = error(0);
    check.bias_bound = 0.5 * error(1);
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
  const ScorePtr score = grid_scores != nullptr
                             ? grid_scores->fine
                             : std::make_shared<process::MarginalScore>(problem.intrinsic, *problem.initial);
  RoadOutput output;
  output.result.name = road::probability_flow;
  output.result.times = problem.times;
  if (grid_scores != nullptr) output.result.ingredients = {"the grid's density"};

  const RandomStream start = context.stream("probability_flow/start");
  const int runs = problem.levels + (grid_scores != nullptr ? 1 : 0);
  context.progress.start(static_cast<double>(problem.ode.particles * runs), problem.name + ": probability flow");
  std::vector<CoupledRuns> refinements(1);
  refinements[0].refinement = "tolerance";
  refinements[0].order = ode::find_stepper(problem.ode.scheme).claim.order_time.value();
  double tolerance = problem.ode.tolerance;
  for (int level = 0; level < problem.levels; ++level, tolerance *= tolerance_factor) {
    FlowRun run = run_flow(context, *velocity(score), problem.ode, problem.clock, tolerance, *problem.initial, start);
    if (level == 0) output.facts["evaluations_per_particle"] = run.evaluations_per_particle;
    append(std::move(run), refinements[0]);
  }
  if (grid_scores != nullptr) {
    CoupledRuns grid;
    grid.refinement = "grid";
    grid.order = 2;
    grid.samples.push_back(refinements[0].samples[0]);
    grid.log_densities.push_back(refinements[0].log_densities[0]);
    append(run_flow(context, *velocity(grid_scores->coarse), problem.ode, problem.clock, problem.ode.tolerance,
                    *problem.initial, start),
           grid);
    refinements.push_back(std::move(grid));
  }
  summarise_samples(context, refinements, output);
  check_likelihood(context, refinements[0], output);
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
  const process::ProbabilityFlow velocity(problem.intrinsic,
                                          std::make_shared<process::MarginalScore>(problem.intrinsic, *problem.initial));
  const density::GaussianMixture law_at_end = problem.marginal(problem.clock.back());
  RoadSettings road = problem.reverse;
  road.scheme = problem.ode.scheme;
  CoupledRuns runs;
  runs.refinement = "tolerance";
  runs.order = ode::find_stepper(road.scheme).claim.order_time.value();
  double tolerance = problem.ode.tolerance;
  context.progress.start(static_cast<double>(road.particles * problem.levels), problem.name + ": reverse flow");
  for (int level = 0; level < problem.levels; ++level, tolerance *= tolerance_factor) {
    append(run_flow(context, velocity, road, clock, tolerance, law_at_end, context.stream("reverse_flow/start")), runs);
  }
  summarise_samples(context, {runs}, output);
  check_likelihood(context, runs, output);
  return output;
}

}  // namespace kolmo::four_roads
