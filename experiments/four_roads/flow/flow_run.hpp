#pragma once
// Ensembles carried along a velocity with their log density: the runs of the roads of flows.

#include <memory>
#include <vector>

#include "four_roads/paths/sample_summary.hpp"
#include "four_roads/roads.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/ode/flow.hpp"

namespace kolmo::four_roads {

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
  std::string name;  ///< of the road and of the attempt: its runs are pieces of the part
};

/// Carries particles from clock.front() on; the initial law also gives log p at the start. Without step times
/// the steps are chosen by the tolerance (by dormand_prince where the road's stepper has no error estimate,
/// and then made with it); with them each is divided. `label` tells the run from others of this start. Throws
/// NumericalFailure.
FlowRun run_flow(const RoadContext& context, const process::VelocityField& velocity, const FlowStart& start,
                 const std::string& label, const std::shared_ptr<const ode::StepTimes>& step_times = nullptr,
                 Index divisions = 1);

void append(FlowRun run, CoupledRuns& runs);

/// Runs with exactly halved steps: the coarsest level has those that the tolerance chose, which `step_times`
/// becomes. Writes the fact "evaluations_per_particle".
CoupledRuns run_levels(const RoadContext& context, const process::VelocityField& velocity,
                       const FlowStart& start, std::shared_ptr<const ode::StepTimes>& step_times,
                       RoadOutput& output);

/// Linear problems: the carried log p_t against the exact one, the root mean square of the difference at each
/// time.
void check_likelihood(const RoadContext& context, const CoupledRuns& runs, RoadOutput& output);

}  // namespace kolmo::four_roads
