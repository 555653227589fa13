#include "four_roads/flow/flow_run.hpp"

#include <algorithm>
#include <cmath>

#include "four_roads/paths/packed_runs.hpp"
#include "four_roads/problem/velocity_in_units.hpp"
#include "kolmo/core/number_text.hpp"
#include "kolmo/core/parallel/parallel.hpp"
#include "kolmo/ode/ode_stepper.hpp"
#include "kolmo/process/structure/intrinsic_clock.hpp"

namespace kolmo::four_roads {
namespace {

/// Of the target, what the coarsest level's steps are chosen by: the finest takes a quarter of them.
constexpr double tolerance_at_target = 1e-3;

FlowRun flow_once(const RoadContext& context, const process::VelocityField& velocity, const FlowStart& start,
                  const std::shared_ptr<const ode::StepTimes>& step_times, Index divisions) {
  const auto& [road, clock, initial, stream, name] = start;
  ode::FlowPlan plan;
  const NaturalUnits units = natural_units(context.problem, initial, clock);
  for (const double time : clock) plan.times.push_back(time / units.time);
  const bool chooses = ode::find_stepper(road.scheme).make()->error_order().has_value();
  plan.stepper = step_times || chooses ? road.scheme : "dormand_prince";
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

}  // namespace

FlowRun run_flow(const RoadContext& context, const process::VelocityField& velocity, const FlowStart& start,
                 const std::string& label, const std::shared_ptr<const ode::StepTimes>& step_times,
                 Index divisions) {
  return context.progress.pieces().piece(
      start.name + ", " + label, start.road.scheme + ", steps divided by " + number_text(divisions),
      [&] { return flow_once(context, velocity, start, step_times, divisions); });
}

void append(FlowRun run, CoupledRuns& runs) {
  runs.samples.push_back(std::move(run.samples));
  runs.log_densities.push_back(std::move(run.log_densities));
}

CoupledRuns run_levels(const RoadContext& context, const process::VelocityField& velocity,
                       const FlowStart& start, std::shared_ptr<const ode::StepTimes>& step_times,
                       RoadOutput& output) {
  const int levels = context.problem.levels;
  CoupledRuns runs;
  runs.refinement = "step";
  runs.order = ode::find_stepper(start.road.scheme).claim.order(Sense::time).value();
  FlowRun coarsest = run_flow(context, velocity, start, "steps by the tolerance");
  step_times = coarsest.report.step_times;
  if (!ode::find_stepper(start.road.scheme).make()->error_order())
    coarsest = run_flow(context, velocity, start, "steps as they are", step_times);
  for (int level = 0; level + 1 < levels; ++level) {
    FlowRun run = run_flow(context, velocity, start, "steps of level " + number_text(level), step_times,
                           Index{1} << (levels - 1 - level));
    if (level == 0) {
      output.facts["evaluations_per_particle"] = {run.report.evaluations_per_particle,
                                                  "velocity evaluations a particle on the finest level"};
    }
    append(std::move(run), runs);
  }
  append(std::move(coarsest), runs);
  return runs;
}

void check_likelihood(const RoadContext& context, const CoupledRuns& runs, RoadOutput& output) {
  if (!context.problem.linear || runs.samples.size() < 2) return;
  for (std::size_t i = 0; i < output.result.times.size(); ++i) {
    const double time = output.result.times[i];
    const auto on_clock = time == 0 ? 0 : intrinsic_time(*context.problem.process, time);
    const density::GaussianMixture law = context.problem.marginal(on_clock);
    const auto error = [&](std::size_t level) {
      Eigen::ArrayXd exact(runs.samples[level][i].rows());
      for_each_block(exact.size(), [&](Index, Index first, Index rows) {
        law.log_density(runs.samples[level][i].middleRows(first, rows), exact.segment(first, rows));
      });
      const Eigen::ArrayXd difference = (runs.log_densities[level][i] - exact).square();
      return std::sqrt(mean_estimate(difference.data(), difference.size()).value);
    };
    // Of order p the finer level has 2^−p of the coarser one's error. Half of it (√½ at order 1), and
    // rounding, is generous to the solver, not to a wrong divergence, which no step makes smaller.
    const double allowed = std::max(0.5, std::exp2(0.5 - runs.order)) * error(1) + 1e-11;
    verify::Check check = verify::value_check(0, error(0), allowed, "closed form");
    check.id = verify::comparison_id(context.problem.name, output.result.name, road::exact,
                                     "log_likelihood_rms", time);
    output.checks.push_back(std::move(check));
  }
}

}  // namespace kolmo::four_roads
