#pragma once
// From the samples of a road on its levels to what it reports.

#include <vector>

#include "four_roads/roads.hpp"
#include "kolmo/core/parallel/block.hpp"

namespace kolmo::four_roads {

/// Runs of one road on one refinement: levels[0] is the finest, and is the one reported; all are coupled
/// (particle i of every level has the same start and noise).
struct CoupledRuns {
  std::string refinement;  ///< "step", "grid", "grid_step"
  double order = 1;        ///< claimed
  /// samples[level][snapshot], particles × d.
  std::vector<std::vector<Points>> samples;
  /// log p_t of every particle where the road carries it: [level][snapshot]; empty otherwise.
  std::vector<std::vector<Eigen::ArrayXd>> log_densities;
};

/// Fills result.snapshots, densities, ensembles, levels and checks of `output`, whose result has its name and
/// its times. `refinements[0].samples[0]` is what is reported; every refinement, whatever its own finest run,
/// adds its budget. Entropy
/// comes from the log density where the road carries it, else from spacings, whose bias is measured on exact
/// samples of the same size of `entropy_law` (one a snapshot: the exact law, or this road's own smoothed one
/// where none is known).
void summarise_samples(const RoadContext& context, const std::vector<CoupledRuns>& refinements,
                       RoadOutput& output);

}  // namespace kolmo::four_roads
