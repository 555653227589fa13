#pragma once
// Mistakes that tests plant in the studies.

#include <memory>

#include "kolmo/fokker_planck/time/time_stepper.hpp"

namespace kolmo::relaxation {

/// Nothing planted: every factor 1, no stepper.
struct Settings {
  /// Multiplies g²/2 in front of the relative Fisher information.
  double diffusion_factor = 1;
  /// Multiplies the rate 2λ₁ that late densities are said to relax at.
  double rate_factor = 1;
  /// Multiplies the Eyring–Kramers formula.
  double kramers_factor = 1;
  /// Marches where KL must fall in every step, in place of implicit Euler.
  std::shared_ptr<const fokker_planck::TimeStepper> stepper = nullptr;
};

}  // namespace kolmo::relaxation
