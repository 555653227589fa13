#pragma once
// The ensemble driver: the only loop over time steps.

#include <functional>
#include <vector>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/schedule.hpp"
#include "kolmo/density/density.hpp"
#include "kolmo/process/process.hpp"
#include "kolmo/sde/drivers/walls.hpp"
#include "kolmo/sde/schemes/sde_scheme.hpp"

namespace kolmo::sde {

using kolmo::Schedule;

/// What becomes of a run where a particle leaves the finite numbers.
enum class Divergence {
  fails,    ///< NumericalFailure
  counted,  ///< SimulationCounts::diverged; observers see what is not finite
};

/// What is simulated. Process, scheme and walls must outlive the call.
///
/// All random numbers come from roles of `stream` (noise_of and its like below): nothing that a caller draws
/// from the stream itself, such as a start, shares a number with the paths.
struct Simulation {
  const process::Process& process;
  const SdeScheme& scheme;
  Schedule schedule;
  Index particles;
  RandomStream stream;
  /// Levels finest_level … finest_level + levels − 1 are stepped, level ℓ with steps 2^ℓ times as long as the
  /// schedule's, all on the same Brownian paths. The noise is made on level 0, so that runs of one schedule
  /// and stream share their paths whatever levels they step.
  int levels = 1;
  int finest_level = 0;
  bool mirrored = false;  ///< on the paths −W
  Divergence divergence = Divergence::fails;
  const Walls* walls = nullptr;  ///< applied after each step of each level
  /// Particles first_particle … first_particle + particles − 1 of an ensemble: each has the path, and the
  /// number, that it has where all are carried at once. A multiple of 16.
  Index first_particle = 0;
};

/// What draws what: the increments of the paths, the crossings of walls between grid times, the
/// postprocessors of schemes, and the starting points where they are sampled from a density.
inline RandomStream noise_of(const RandomStream& stream) { return stream.role("noise"); }
inline RandomStream crossings_of(const RandomStream& stream) { return stream.role("walls"); }
inline RandomStream postprocessing_of(const RandomStream& stream) { return stream.role("postprocessing"); }
inline RandomStream start_of(const RandomStream& stream) { return stream.role("start"); }

struct SimulationCounts {
  Index steps = 0;              ///< steps of the finest level of one particle
  Index particle_steps = 0;     ///< steps of all particles on all levels
  Index drift_evaluations = 0;  ///< at single points, on all levels
  std::vector<Index> diverged;  ///< particles that are not finite at the end, for every level stepped
};

/// Writes the initial positions of particles first, first + 1, …; called once for every block, in parallel.
using Initial = std::function<void(Index first, Block out)>;

/// Sees particles first, first + 1, … of a level at times[snapshot], postprocessed where the scheme does so;
/// level 0 is the finest that is stepped. Called in parallel for disjoint blocks, in no particular order
/// between blocks, once for every (snapshot, level, block).
using Observer = std::function<void(Index snapshot, int level, Index first, const ConstBlock& x)>;

/// Carries every particle from times.front() to times.back().
///
/// Block by block: a block passes through all times before the next one starts, so that memory does not grow
/// with particles or steps, and a block's temporaries stay in the first caches. Step n of the finest level,
/// counted over all intervals, takes its normals from step n of noise_of(stream); all levels start from the
/// same points. Results are a pure function of the arguments: they do not depend on the number of threads,
/// and a level has the same bits whatever the others are. No process is asked about times after times.back().
///
/// Throws InvalidArgument unless times are finite and increase, steps ≥ 1 are divisible by 2^(finest_level +
/// levels − 1) and fewer than 2³² in all, levels ≥ 1, finest_level ≥ 0, finest_level + levels ≤ 20, 1 ≤
/// particles, first_particle ≥ 0 and a multiple of 16, first_particle + particles ≤ 2³³, initial and observer
/// are functions, and the scheme can step the process. Throws NumericalFailure where a particle leaves the
/// finite numbers (looked for every 8 steps and at snapshots), unless divergence is counted.
SimulationCounts simulate(const Simulation& simulation, const Initial& initial, const Observer& observer);

/// The same from given points, particles×d (InvalidArgument on another shape).
SimulationCounts simulate(const Simulation& simulation, const Points& initial, const Observer& observer);
/// The same from samples of a density of the process's dimension, drawn from start_of(stream).
SimulationCounts simulate(const Simulation& simulation, const density::Density& initial,
                          const Observer& observer);
/// The same from points that an expression gives, such as Points::Zero(n, d).
template <class Expression>
SimulationCounts simulate(const Simulation& simulation, const Eigen::DenseBase<Expression>& initial,
                          const Observer& observer) {
  return simulate(simulation, Points(initial.derived()), observer);
}

/// All snapshots kept: [snapshot][level], particles×d each: snapshots × levels × particles × d numbers.
using Snapshots = std::vector<std::vector<Points>>;
Snapshots simulate_snapshots(const Simulation& simulation, const Initial& initial);
Snapshots simulate_snapshots(const Simulation& simulation, const Points& initial);
Snapshots simulate_snapshots(const Simulation& simulation, const density::Density& initial);
template <class Expression>
Snapshots simulate_snapshots(const Simulation& simulation, const Eigen::DenseBase<Expression>& initial) {
  return simulate_snapshots(simulation, Points(initial.derived()));
}

}  // namespace kolmo::sde
