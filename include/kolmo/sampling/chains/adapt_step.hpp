#pragma once
// The step at which a kernel accepts as often as it should.

#include "kolmo/sampling/chains/run_chains.hpp"

namespace kolmo::sampling {

/// What was found; it does not change any more.
struct AdaptedStep {
  KernelSettings settings;
  double acceptance;  ///< in the rounds whose steps were averaged
  Index steps;        ///< that were made
};

/// Rounds of `round` steps of all chains: log h ← log h + k^{−0.6} (acceptance − wanted) c, c = 4 in the
/// first half of the rounds, 2 then, and in the end the mean of log h over the last third (Robbins and Monro
/// 1951; Ruppert's average). `trajectory` > 0: leapfrogs = max(1, ⌈trajectory/h⌉) along with it in the first
/// half, after which their number stays. The chains are left where they are, and all is a function of the
/// plan. Throws InvalidArgument for a kernel that rejects nothing, rounds < 4 and wanted not in (0, 1).
AdaptedStep adapt_step(ChainPlan plan, Chains& chains, double wanted, Index rounds, Index round = 20,
                       double trajectory = 0);

}  // namespace kolmo::sampling
