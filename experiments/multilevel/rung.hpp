#pragma once
// All runs of one accuracy.

#include <vector>

#include "kolmo/io/group.hpp"
#include "kolmo/sde/drivers/multilevel.hpp"

namespace kolmo::multilevel {

/// The first run is the one that is shown.
struct Rung {
  double accuracy = 0;
  std::vector<sde::MultilevelEstimate> runs;

  const sde::MultilevelEstimate& shown() const { return runs.front(); }
  bool repeated() const { return runs.size() > 1; }
  /// Drift evaluations, mean of the runs.
  double cost() const;
  /// Σ (estimate − exact)².
  double squares(double exact) const;
};

/// The scale `accuracy`; values, errors, costs and rates on it.
void write_rungs(const std::vector<Rung>& rungs, io::Group& group);
/// The samples of each level, on (accuracy, level).
void write_samples(const std::vector<Rung>& rungs, io::Group& group);

}  // namespace kolmo::multilevel
