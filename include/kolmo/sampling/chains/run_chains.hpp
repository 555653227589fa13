#pragma once
// The loop over steps of parallel chains.

#include <functional>

#include "kolmo/sampling/kernels/markov_kernel.hpp"

namespace kolmo::sampling {

/// What is run. Target and kernel must outlive the call.
struct ChainPlan {
  const Target& target;
  const MarkovKernel& kernel;
  KernelSettings settings;
  Index steps;
  RandomStream stream;
  std::uint32_t first_step = 0;  ///< steps are numbered from here: a run in two parts has the bits of one
  Index every = 1;               ///< observed after each so many steps
};

/// Sees chains first, first + 1, … after step `step` (1 is the first of the plan), postprocessed where the
/// kernel does so. Called in parallel for disjoint blocks, for one block in the order of steps.
using ChainObserver = std::function<void(Index step, Index first, const ChainView& chain)>;

/// Carries all chains over plan.steps steps, block by block. Chain i takes its numbers in step n from counter
/// (i, n) of roles of the stream: results depend neither on threads nor on where a run was cut. Throws
/// InvalidArgument where settings are not valid, shapes do not agree or steps < 1; NumericalFailure naming
/// the chain and the step where a chain leaves the finite numbers (looked for at every sixteenth step and
/// where it is observed).
void run_chains(const ChainPlan& plan, Chains& chains, const ChainObserver& observer = {});

/// Momenta ~ N(0, I), of a role of the stream.
void draw_momenta(const RandomStream& stream, Chains& chains);

/// The mean of min(1, e^{log ratio}) over all chains and steps of a run, in a fixed order.
double mean_acceptance(const ChainPlan& plan, Chains& chains);

}  // namespace kolmo::sampling
