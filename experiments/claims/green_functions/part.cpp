#include "claims/green_functions/part.hpp"

#include <cmath>

namespace kolmo::claims::green_functions {

frame::Plan plan(const Settings&) {
  frame::Plan plan{"Flows from Green's functions",
                   "Isotropic kernels, their constraints, sampling and training targets."};
  Rows rows(plan);
  // ∫ C_d t/(t² + r²)^{(d+1)/2} dx for d = 1 is ∫ (1/π) dz/(1 + z²), by z = tan u.
  rows.add("G-06", "mass_on_the_line", [] {
    const double pi = std::acos(-1.0);
    const double constant = std::tgamma(1.0) / pi;  // Γ((d+1)/2)/π^{(d+1)/2}
    return verify::value_check(1, constant * pi, 1e-15, "the integral of 1/(1 + z^2) is pi");
  });
  return plan;
}

}  // namespace kolmo::claims::green_functions
