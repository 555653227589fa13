#include "claims/continuous_time/part.hpp"

#include <cmath>

namespace kolmo::claims::continuous_time {

frame::Plan plan(const Settings&) {
  frame::Plan plan{"Chapter 5: diffusion in continuous time",
                   "Reverse drifts, probability flows, Fokker-Planck equations, solvers and rates."};
  Rows rows(plan);
  rows.add("C5-17 C5-18", "sub_vp_deviation", [] {
    // v = (1 − e^{−B})² solves v' = −βv + β(1 − e^{−2B}): its square root at B = 0.1, beside √(1 − e^{−B}).
    const double gone = -std::expm1(-0.1);
    return beside(std::sqrt(gone),
                  verify::value_check(gone, std::sqrt(gone * gone), 1e-14, "v = (1 - e^-B)^2"));
  });
  return plan;
}

}  // namespace kolmo::claims::continuous_time
