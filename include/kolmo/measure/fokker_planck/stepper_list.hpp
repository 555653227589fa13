#pragma once
// Every time stepper, what it takes, and what is proved of it.

#include <vector>

#include "kolmo/fokker_planck/time/time_stepper.hpp"

namespace kolmo::measure {

/// steppers() and exponentials().
std::vector<std::shared_ptr<const fokker_planck::TimeStepper>> all_steppers();

/// Whether the stepper is made for the generator: it claims an order for its axes, and its eigenvectors do
/// not need a line that is no ring, without negative rates (exponential_eigen, the one that is named).
bool takes(const fokker_planck::TimeStepper& stepper, const fokker_planck::Generator& generator);

/// Whether prepare throws InvalidArgument.
bool refuses(const fokker_planck::TimeStepper& stepper, const fokker_planck::Generator& generator);

/// Whether p ≥ 0 and a falling free energy are proved at every Δt: where L has no negative rate, of implicit
/// Euler and of the exponential. In a list of claims these are order 1, the most that a method positive at
/// every step can have (Bolley, Crouzeix 1978), and order infinity.
bool positivity_proved(const fokker_planck::TimeStepper& stepper, const fokker_planck::Generator& generator);

/// The exponentials keep p ≥ 0 to their own rounding and tolerance alone.
bool is_exponential(const fokker_planck::TimeStepper& stepper);

}  // namespace kolmo::measure
