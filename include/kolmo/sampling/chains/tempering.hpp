#pragma once
// Parallel tempering: chains at several temperatures that exchange their places.

#include "kolmo/sampling/chains/run_chains.hpp"

namespace kolmo::sampling {

struct TemperingPlan {
  std::shared_ptr<const Target> target;
  std::vector<double> betas;  ///< 1 = β_0 > β_1 > … > 0: level k samples p^{β_k}
  const MarkovKernel& kernel;
  KernelSettings
      settings;  ///< of level 0; an overdamped or random-walk h is divided by β_k, a kinetic one by √β_k
  Index rounds;  ///< of `steps` steps each, then a swap of neighbours, even and odd pairs in turn
  Index steps;
  RandomStream stream;
};

struct TemperingCounts {
  Eigen::ArrayXd swap_acceptance;  ///< of each pair of neighbours: mean of min(1, e^{(β_k − β_{k+1})(log
                                   ///< p(x_{k+1}) − log p(x_k))})
  Index round_trips = 0;           ///< from level 0 to the hottest and back, of all replicas of all copies
};

/// Sees all copies' places at level 0 after each round.
using TemperingObserver = std::function<void(Index round, const Points& x)>;

/// Independent copies of the ladder, each starting with all its levels at start.row(copy). InvalidArgument
/// where betas do not decrease from 1, or rounds or steps < 1.
TemperingCounts parallel_tempering(const TemperingPlan& plan, const Points& start,
                                   const TemperingObserver& observer);

}  // namespace kolmo::sampling
