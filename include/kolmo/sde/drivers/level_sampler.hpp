#pragma once
// Samples of one level of a multilevel estimator: differences of two step sizes on one Brownian path.

#include <cstdint>
#include <functional>

#include "kolmo/core/statistics/moments.hpp"
#include "kolmo/core/statistics/running_moments.hpp"
#include "kolmo/sde/drivers/simulate.hpp"

namespace kolmo::sde {

/// What samples of level ℓ gave. Nothing else of them is kept.
struct LevelSamples {
  RunningMoments difference;    ///< of φ(X_ℓ) − φ(X_{ℓ−1}); of φ(X_0) on level 0
  RunningMoments fine;          ///< of φ(X_ℓ)
  Index particle_steps = 0;     ///< of both paths
  Index drift_evaluations = 0;  ///< of both paths

  void merge(const LevelSamples& other);
};

/// `samples` new samples of level ℓ ≥ 0, independent of all others: a pure function of its arguments. A round
/// is one call for a level; rounds of a level are numbered 0, 1, ….
using LevelSampler = std::function<LevelSamples(int level, int round, Index samples)>;

/// E φ(X(end)) of an SDE by a scheme: level ℓ takes base_steps·2^ℓ equal steps from `begin` to `end`.
/// References must outlive the sampler.
struct SdeLevels {
  const process::Process& process;
  const SdeScheme& scheme;
  double begin = 0, end = 1;
  Index base_steps = 1;
  /// Writes independent initial positions of particles first, first + 1, … from the stream it is given.
  std::function<void(const RandomStream& start, Index first, Block out)> initial;
  Functional phi;
  /// Applied after each step of both paths; null: none. Reflected paths stay coupled (strong order ½, so that
  /// variances fall as h); bridges of absorbing walls are drawn for each path by itself, so that the variance
  /// of what jumps where a path ends falls as √h.
  const Walls* walls = nullptr;
  RandomStream stream{1};  ///< each round of each level draws from a role of it
};

inline constexpr int most_multilevel_levels = 32, most_multilevel_rounds = 256;

/// Sample i of round r on level ℓ is particle i of the role "round" r + 2⁸ ℓ of the stream: it does not
/// depend on threads or on other levels. Throws InvalidArgument for a level ≥ 32, a round ≥ 256, fewer than
/// one sample, and as `simulate` does; NumericalFailure, naming the level, where a path or φ leaves the
/// finite numbers.
LevelSampler level_sampler(const SdeLevels& levels);

}  // namespace kolmo::sde
