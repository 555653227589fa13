#include <algorithm>
#include <string>

#include "kolmo/core/errors.hpp"
#include "kolmo/ode/ode_stepper.hpp"
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

const std::vector<StepperEntry>& steppers() {
  static const std::vector<StepperEntry> list = {
      {dormand_prince_claim(), make_dormand_prince},
      {runge_kutta_4_claim(), make_runge_kutta_4},
  };
  return list;
}

const StepperEntry& find_stepper(std::string_view name) {
  const auto& list = steppers();
  const auto found = std::find_if(list.begin(), list.end(),
                                  [&](const StepperEntry& entry) { return entry.claim.name == name; });
  if (found != list.end()) return *found;
  std::string names;
  for (const auto& entry : list) names += (names.empty() ? "" : ", ") + entry.claim.name;
  throw InvalidArgument("stepper = '" + std::string(name) + "': must be one of " + names);
}

}  // namespace kolmo::ode
