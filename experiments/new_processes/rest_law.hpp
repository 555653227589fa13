#pragma once
// The law at rest of a diffusion on the line whose noise depends on the place, in each of its three senses.

#include <functional>
#include <vector>

#include "kolmo/density/expression.hpp"
#include "new_processes/parts.hpp"

namespace kolmo::new_processes {

/// Of dX = f dt + g dW with g taken at the point a of a step, a = 0 (Itô), ½ (Stratonovich), 1 (isothermal):
/// the Itô drift is f + a g g′ and p ∝ g^{2a − 2} exp(∫ 2f/g² dx).
class RestLaw {
 public:
  /// By Simpson's rule on 2000 panels. InvalidArgument where f or g is not finite or g not positive at one of
  /// the places, or where more than 1e-6 of the largest density is left at an end.
  RestLaw(const StateNoise& noise, double at);
  double expectation(const std::function<double(double)>& phi) const;
  const std::vector<double>& places() const { return places_; }
  const std::vector<double>& density() const { return density_; }

 private:
  std::vector<double> places_, share_, density_;
};

}  // namespace kolmo::new_processes
