#pragma once
// A derivative by differences.

#include <functional>

namespace kolmo::verify {

/// f′(t) from f at t ± δ and t ± 2δ: off by δ⁴/30 of the fifth derivative and by rounding of f over δ.
inline double central_difference(const std::function<double(double)>& f, double t, double delta) {
  return (8 * (f(t + delta) - f(t - delta)) - (f(t + 2 * delta) - f(t - 2 * delta))) / (12 * delta);
}

}  // namespace kolmo::verify
