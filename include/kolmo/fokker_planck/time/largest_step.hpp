#pragma once
// How long a step may be before a density turns negative or its free energy rises: measured.

#include "kolmo/fokker_planck/time/time_stepper.hpp"

namespace kolmo::fokker_planck {

struct LargestStepSettings {
  /// Δt to look between. 0: 2⁻¹⁰ and 2⁴⁰ over the largest rate at which a cell is left.
  double shortest = 0, longest = 0;
  Index steps = 20;  ///< marched at every Δt
  /// Σ of the negative entries that passes for rounding, relative to Σp; 0 asks for p ≥ 0 in every entry.
  double slack = 0;
};

/// The largest Δt up to which p ≥ 0 after each of `steps` steps from p₀, to a relative 1 %: tried upwards by
/// factors of 2 to the first that fails, then by bisection. 0 where the shortest fails, infinity where the
/// longest passes. Throws InvalidArgument as march does.
double largest_positive_step(const Generator& generator, const TimeStepper& stepper, const Eigen::ArrayXd& p0,
                             const LargestStepSettings& settings = {});

/// The same for Σ p (log(p/π) − 1) + π, which must not rise by more than 1e-14 in any step: the free energy
/// over T, less a constant, for π the discrete Gibbs state. Where p turns negative it does not pass (beyond
/// the slack).
double largest_monotone_step(const Generator& generator, const TimeStepper& stepper, const Eigen::ArrayXd& p0,
                             const Eigen::ArrayXd& stationary, const LargestStepSettings& settings = {});

}  // namespace kolmo::fokker_planck
