#pragma once
// Adaptive multilevel splitting: probabilities of rare events, without a control.

#include <functional>

#include "kolmo/core/parallel/block.hpp"
#include "kolmo/core/random/random_stream.hpp"
#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/process/process.hpp"

namespace kolmo::paths {

/// P(a path reaches ξ ≥ target before ξ ≤ origin), of chains of Euler and Maruyama.
///
/// `replicas` paths run to either end. Then, again and again, the `killed` of them whose largest ξ is least
/// (with all that tie with the last of them) are thrown away, each replaced by a copy of a survivor, drawn
/// uniformly, up to where it first exceeded that level, and run on from there with new noise: each such round
/// multiplies the estimate by the share that survived. It ends when fewer than `killed` have not arrived, and
/// the share that has is the last factor. Its mean is the chain's probability whatever ξ, N and
/// the levels are; its relative variance is about −ln p/N where ξ is near the committor. Source: Cérou and
/// Guyader (2007), Stoch. Anal. Appl. 25, 417; Bréhier, Gazeau, Goudenège, Lelièvre and Rousset (2016), Ann.
/// Appl. Probab. 26, 3559.
struct Splitting {
  const process::Process& process;  ///< scalar noise; asked at time 0; must outlive the call
  std::function<void(const ConstBlock& x, Values out)> coordinate;  ///< ξ
  double origin, target;
  double step;   ///< h
  Points start;  ///< `replicas` points between both ends
  Index killed;  ///< of each round, 1 ≤ killed < replicas
  RandomStream stream;
  Index most_steps = 1 << 22;  ///< of one path
};

/// What one run found.
struct SplitProbability {
  double probability;   ///< 0 where all paths died at one level
  Index rounds, steps;  ///< steps of all paths
  /// Paths that reached the target, (points of a path)×d each, every one a draw of the reactive paths in the
  /// limit of many replicas.
  std::vector<Points> reactive;
};

/// One run: independent runs give the error. Sequential; a pure function of its arguments. Throws
/// InvalidArgument where numbers are out of their range, NumericalFailure where a path has no end after
/// most_steps.
SplitProbability split(const Splitting& problem);

/// The mean over independent runs, and the steps of all of them.
struct SplitRuns {
  Estimate probability;
  Index steps = 0;
};
/// The mean over runs 0 … n − 1, each with the role "run" i of the stream and starts that `start` draws from
/// it, in parallel.
SplitRuns split_runs(const Splitting& problem, Index runs,
                     const std::function<Points(const RandomStream& stream)>& start);

}  // namespace kolmo::paths
