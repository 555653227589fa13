#pragma once
// Mistakes that tests plant in the studies; 1 is right.

namespace kolmo::relaxation {

struct Settings {
  /// Multiplies g²/2 in front of the relative Fisher information.
  double diffusion_factor = 1;
  /// Multiplies the rate 2λ₁ that late densities are said to relax at.
  double rate_factor = 1;
  /// Multiplies the Eyring–Kramers formula.
  double kramers_factor = 1;
};

}  // namespace kolmo::relaxation
