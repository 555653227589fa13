#include "kolmo/ode/steppers.hpp"
#include "odeint_steppers.hpp"

namespace kolmo::ode {

const Claim& dormand_prince_claim() {
  static const Claim claim = [] {
    Claim c;
    c.name = "dormand_prince";
    c.source = "Dormand and Prince (1980), J. Comput. Appl. Math. 6, table 2: RK5(4)7M";
    c.order_time = 5;
    c.needs = "a velocity with five continuous derivatives";
    c.evaluations_per_step = 6;  // the seventh stage is the first of the next step
    return c;
  }();
  return claim;
}

const Claim& runge_kutta_4_claim() {
  static const Claim claim = [] {
    Claim c;
    c.name = "runge_kutta_4";
    c.source = "Kutta (1901); Hairer, Nørsett and Wanner (1993), table II.1.2";
    c.order_time = 4;
    c.needs = "a fixed number of steps; a velocity with four continuous derivatives";
    c.evaluations_per_step = 4;
    return c;
  }();
  return claim;
}

Catalogue<StepperEntry>& stepper_catalogue() {
  static Catalogue<StepperEntry> all(
      "stepper", [](const StepperEntry& one) { return one.claim.name; },
      {{dormand_prince_claim(), make_dormand_prince}, {runge_kutta_4_claim(), make_runge_kutta_4}});
  return all;
}

const std::vector<StepperEntry>& steppers() { return stepper_catalogue().all(); }

const StepperEntry& find_stepper(std::string_view name) { return stepper_catalogue().find(name); }

}  // namespace kolmo::ode
