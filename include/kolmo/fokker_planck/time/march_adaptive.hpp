#pragma once
// Marching with steps that follow the error.

#include "kolmo/fokker_planck/time/march.hpp"

namespace kolmo::fokker_planck {

struct AdaptiveSettings {
  /// Σ|error| of the density at the last time that the local errors may add up to, relative to Σp. (In L₁ the
  /// exact flow lets no error grow where no rate is negative.)
  /// Half of it is spread evenly over time, half over log(t − t₀ + 2⁻¹⁶ (t₁ − t₀)), for narrow starts.
  double tolerance = 1e-4;
  double largest_fraction = 0.125;  ///< of an interval that a step may take; in (0, 1]
  int levels = 30;                  ///< a step is at least 2^−levels of that
};

struct AdaptiveResult {
  MarchResult march;  ///< steps: accepted ones, each made of two halves
  Index rejected = 0;
  Index preparations = 0;                      ///< how often matrices were factored
  double estimated_error = 0;                  ///< Σ of the accepted steps' estimates, relative to Σp
  std::vector<double> step_times, step_sizes;  ///< the beginning and Δt of every accepted step
};

/// Steps of Δt = interval · largest_fraction · 2^−k (rounded to a power of two), k chosen by a PI controller
/// from the difference of one step and two half ones, divided by 2^order − 1 (step doubling); the half steps
/// are kept. Steps start at multiples of their length, so that each Δt is factored once. `stepper` must have
/// an order for this generator's axes and no memory. Throws InvalidArgument as march does and for settings
/// out of range; NumericalFailure where the smallest step does not meet the tolerance, or a density leaves
/// the finite numbers.
AdaptiveResult march_adaptive(const Generator& generator, const TimeStepper& stepper,
                              const Eigen::ArrayXd& p0, const std::vector<double>& times,
                              const AdaptiveSettings& settings = {}, const SnapshotObserver& observer = {});

}  // namespace kolmo::fokker_planck
