#pragma once
// Paths that choose their own steps from the scheme's estimate of its error.

#include <limits>
#include <vector>

#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/sde/noise/brownian_tree.hpp"

namespace kolmo::sde {

/// A step from x to y is accepted where max_j e_j/(absolute_j + relative_j max(|x_j|, |y_j|)) ≤ 1, e the
/// scheme's estimate.
struct StepSizeOptions {
  std::vector<double> absolute{1e-3}, relative{1e-3};  ///< one number for all coordinates, or one for each
  double target = 0.1;                                 ///< the scaled error that the controller aims at
  double factor_smallest = 0.2;  ///< the next step is between this and `factor_largest` times the last
  double factor_largest = 1.5;
  double first_step = 0;  ///< of every path; 0: 2⁻⁷ of the first interval
  double largest_step = std::numeric_limits<double>::infinity();
  int depth = 30;  ///< the smallest step is 2^−depth of an interval between snapshots
};

/// What is simulated. Process and scheme must outlive the call.
struct AdaptiveSimulation {
  const process::Process& process;
  const SdeScheme& scheme;
  /// t_0 < t_1 < …: the snapshots, the start among them; or t_0 > t_1 > …, which runs the equation backwards
  /// along the Brownian path of the same times in increasing order.
  std::vector<double> times;
  Index particles;
  RandomStream stream;  ///< the paths are its `normal_pairs`, which share no number with anything else
  StepSizeOptions options = {};

  /// The Brownian paths between times[interval] and times[interval + 1], whichever is the later: what an
  /// exact solution needs.
  BrownianTree tree(Index interval) const;
};

struct PathCounts {
  Index accepted = 0, rejected = 0;  ///< steps of one path
};

struct AdaptiveCounts {
  std::vector<PathCounts> paths;  ///< of every particle
  Index accepted = 0, rejected = 0;
  Index drift_evaluations = 0;  ///< at single points, those of rejected steps among them
};

/// Carries every particle from times.front() to times.back() in steps of its own.
///
/// Every interval between snapshots has a Brownian tree (BrownianTree, its index that of the interval), which
/// answers for ΔW and ΔZ of any step; a step that is rejected has consumed nothing, and the shorter one that
/// follows sees the same path. So nothing is stored but the ensemble, and the law of the path is that of
/// Brownian motion whatever is rejected. Steps end on the lattice, at multiples of a sixteenth to an eighth
/// of their length, which keeps queries short, and on the snapshots.
///
/// With e the scaled error of a step, r = max(e/target, 10⁻³) and p = 3/2, the order in h of an estimate that
/// is the difference of a scheme of strong order 3/2 from one of order 1, the step after an accepted one is
/// h ← h r^{−0.3/p} (r_before/r)^{0.15/p}, within [factor_smallest, factor_largest] h and, where it grows, by
/// one cell of the lattice at least; it does not grow after a rejection. A rejected step is tried again with
/// h ← h max((½/e)^{1/p}, factor_smallest). The first step of a path is accepted for e ≤ target alone.
/// Sources: Rackauckas and Nie (2017), Discrete Contin. Dyn. Syst. B 22, 2731–2761 (estimates, rejections on
/// the same path); Gustafsson (1991), ACM Trans. Math. Softw. 17 (PI control).
///
/// Backwards the equation is the same in Stratonovich's sense: a path that starts where one ended that ran
/// forwards on the same stream and times comes back to where that one began, up to the tolerance. The process
/// then has scalar, diagonal or constant noise or one Brownian motion, and the derivative of a G that depends
/// on the state.
///
/// A step whose implicit equation is not solved is rejected as one that is not finite.
///
/// Results are a pure function of the arguments: a particle has the same path in any ensemble, for every
/// number of threads. Observers as for `simulate`, with level 0. The process is asked about no time after
/// times.back().
///
/// Throws InvalidArgument unless times are finite and increase or decrease (at most 2¹⁴ intervals), 1 ≤
/// particles ≤ 2³², tolerances are finite, ≥ 0, not both 0, and one or d in number, 0 < target < 1, 0 <
/// factor_smallest < 1 < factor_largest, steps and depth are in range, and the scheme can step the process,
/// estimates its error and sees ΔW and ΔZ of at most 2¹⁰ Brownian motions, and initial and observer are
/// functions. Throws NumericalFailure where a path starts outside the finite numbers, or cannot meet the
/// tolerance with a step of one cell.
AdaptiveCounts simulate_adaptive(const AdaptiveSimulation& simulation, const Initial& initial,
                                 const Observer& observer);

/// The same from given points, particles×d (InvalidArgument on another shape).
AdaptiveCounts simulate_adaptive(const AdaptiveSimulation& simulation, const Points& initial,
                                 const Observer& observer);

}  // namespace kolmo::sde
