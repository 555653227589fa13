#include "four_roads/paths/sample_summary.hpp"

#include "four_roads/grid/snapshot_summary.hpp"
#include "four_roads/level_records.hpp"
#include "kolmo/core/parallel/stop.hpp"

namespace kolmo::four_roads {

void summarise_samples(const RoadContext& context, const std::vector<CoupledRuns>& refinements,
                       RoadOutput& output) {
  for (std::size_t snapshot = 0; snapshot < output.result.times.size(); ++snapshot) {
    throw_if_stopped();
    SnapshotSummary(context, refinements, snapshot, output).run();
  }
  judge_orders(context, output);
}

}  // namespace kolmo::four_roads
