#include "kolmo/ode/steppers.hpp"

#include "list.hpp"

namespace kolmo::ode {

Catalogue<StepperEntry>& stepper_catalogue() {
  static Catalogue<StepperEntry> all("stepper", [](const StepperEntry& one) { return one.claim.name; },
                                     {
                                         dormand_prince(),
                                         runge_kutta_4(),
                                         euler(),
                                         modified_midpoint(),
                                         heun(),
                                         cash_karp(),
                                         dormand_prince_853(),
                                         fehlberg_78(),
                                         adams_bashforth_4(),
                                         adams_bashforth_moulton_4(),
                                         bulirsch_stoer(),
                                         rosenbrock_4(),
                                         radau_iia_5(),
#ifdef KOLMO_WITH_SUNDIALS
                                         cvode_bdf(),
                                         cvode_adams(),
#endif
                                     });
  return all;
}

const std::vector<StepperEntry>& steppers() { return stepper_catalogue().all(); }

const StepperEntry& find_stepper(std::string_view name) { return stepper_catalogue().find(name); }

void OdeStepper::interpolate(double theta, double h, const State& x, const State& slope, const State& x_new,
                             const State& slope_new, State& out) const {
  // Hermite's cubic: H(0) = x, H(1) = x_new, H′(0) = h slope, H′(1) = h slope_new.
  const double rest = 1 - theta;
  const double bend = theta * rest;
  out = rest * (rest * (1 + 2 * theta)) * x + theta * theta * (3 - 2 * theta) * x_new +
        (h * bend * rest) * slope - (h * bend * theta) * slope_new;
}

}  // namespace kolmo::ode
