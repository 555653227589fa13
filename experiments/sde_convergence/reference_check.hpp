#pragma once
// Numbers against those of data/reference/h_strong_weak.json.

#include "kolmo/verify/check.hpp"

namespace kolmo::sde_convergence {

inline verify::Check reference_check(double expected, double observed, double tolerance) {
  return verify::value_check(expected, observed, tolerance, "data/reference/h_strong_weak.json");
}

}  // namespace kolmo::sde_convergence
