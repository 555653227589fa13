#pragma once
// Strong orders: paths of different step sizes on the same noise.

#include <algorithm>
#include <cmath>
#include <functional>

#include "kolmo/sde/drivers/simulate.hpp"
#include "kolmo/verify/correlated_fit.hpp"
#include "kolmo/verify/order_study.hpp"

namespace kolmo::measure {

/// A process, where its paths start, and what is known of them.
struct PathProblem {
  const process::Process& process;
  Eigen::ArrayXd start;
  double end_time = 1;
  /// x ← the solution at `end_time` from x along Brownian paths that end at w (rows×m), where it is known.
  std::function<void(const ConstBlock& w, Block x)> solution = {};
};

/// How strong errors are measured. Numbers of steps are powers of 2.
struct StrongSettings {
  Index coarsest_steps = 16, finest_steps = 1024;  ///< h = end_time/steps
  Index refinement = 64;  ///< steps of the reference path in one finest step, where there is no solution
  Index particles = 4096;
  std::uint64_t seed = 1;
  std::uint32_t purpose = 1;
  Index batches = 32;
  /// A wider interval decides nothing.
  double widest() const { return 0.05 * std::max(1.0, std::sqrt(4096 / static_cast<double>(judged_as))); }
  Index judged_as = 4096;  ///< the particles that a run of this scale has where they are dear
};

/// The paths that errors are measured against, at the end: one row a particle.
struct ReferencePaths {
  Points ends;
  std::string source;  ///< "the exact solution", "platen with steps of 2⁻¹⁶"
};

/// The solution along the paths of the settings, or the paths of the scheme that claims the highest strong
/// order for the process's noise (the first of them), `refinement` times finer than the finest steps.
/// InvalidArgument where no scheme claims one.
ReferencePaths reference_paths(const PathProblem& problem, const StrongSettings& settings);

/// Squared distances (summed over coordinates, means over batches of particles) of the scheme's paths from
/// the reference at the end.
verify::BatchedErrors strong_errors(const sde::SdeScheme& scheme, const PathProblem& problem,
                                    const ReferencePaths& reference, const StrongSettings& settings);

/// The order of their roots, E^½ |X_N − X_T|², against the scheme's claim for the noise. The widest interval
/// that decides is 0.05 for 4096 particles, and wider in proportion to 1/√particles. Throws
/// std::bad_optional_access where no order is claimed.
verify::OrderStudy strong_study(const sde::SdeScheme& scheme, const PathProblem& problem,
                                const ReferencePaths& reference, const StrongSettings& settings);

}  // namespace kolmo::measure
