#pragma once
// Paths on all levels at once, on the same noise.

#include "four_roads/paths/sample_summary.hpp"
#include "four_roads/step_plan.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/sde/drivers/simulate.hpp"

namespace kolmo::four_roads {

/// What is stepped, and how.
struct PathLevels {
  const process::Process& process;
  const sde::SdeScheme& scheme;
  const StepPlan& plan;
  Index particles;
  RandomStream noise;
  std::string name;  ///< tells the paths from others of the part: blocks of them are pieces of it
  sde::Divergence divergence = sde::Divergence::fails;
};

struct PathRun {
  CoupledRuns levels;
  Index diverged = 0;  ///< particles that are not finite at the end, on all levels
};

/// Snapshots of all levels at the plan's snapshots. A scheme that is exact has one level: its steps cost
/// nothing in accuracy. Throws InvalidArgument for a scheme that claims no weak order for additive noise.
PathRun run_paths(const RoadContext& context, const PathLevels& paths, const sde::Initial& initial);

/// The same for the forward road from the problem's initial law; paths may diverge. `use` names the streams,
/// `name` as in PathLevels.
PathRun run_paths(const RoadContext& context, const process::Process& process, const sde::SdeScheme& scheme,
                  const StepPlan& plan, Index particles, const std::string& use, const std::string& name);

}  // namespace kolmo::four_roads
