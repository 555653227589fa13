// Steppers of flows, which know no clock: orders on equations with known solutions.

#include <cmath>
#include <string>

#include "kolmo/measure/ode/stepper_orders.hpp"
#include "sampler_orders/parts.hpp"

namespace kolmo::sampler_orders {
namespace {

using measure::prothero_robinson_study;
using ode::StepperEntry;

void add_stiff(frame::Plan& plan, const char* stepper, double L, const char* label, double claimed,
               double slack, Index finest) {
  const std::string name = std::string(label) + "_" + stepper;
  plan.studies.push_back(
      {name,
       [=] { return prothero_robinson_study(name, ode::find_stepper(stepper), L, claimed, slack, finest); }});
}

}  // namespace

frame::Plan steppers_plan() {
  frame::Plan plan{"Steppers of flows",
                   "A bent, damped rotation of changing speed to t = 4; x' = -L (x - sin t) + cos t "
                   "(Prothero and Robinson), "
                   "mild and stiff."};
  plan.in_parallel = true;
  for (const StepperEntry& entry : ode::steppers()) {
    if (entry.claim.order(Sense::time)) {
      const std::string name = "rotation_" + entry.claim.name;
      plan.studies.push_back(
          {name, [=] { return measure::bent_rotation_study(name, entry, *entry.claim.order(Sense::time)); }});
    } else {
      // Its own tolerance is 1e-10 a step: Bulirsch and Stoer take 8, CVODE some 200.
      const double allowed = entry.claim.name.starts_with("cvode") ? 2e-8 : 1e-9;
      plan.checks.push_back({"tolerance_" + entry.claim.name, [=] {
                               return verify::value_check(0, measure::bent_rotation_error(entry, 8), allowed,
                                                          entry.claim.source,
                                                          "error with a tolerance of 1e-10");
                             }});
    }
  }
  // RODAS integrates x' = cos t with order 5, its quadrature's; a wrong sign of d4 makes it 1.
  add_stiff(plan, "rosenbrock_4", 0, "time_alone", 5, 0.1, 64);
  add_stiff(plan, "radau_iia_5", 1, "mild", 5, 0.1, 64);
  add_stiff(plan, "radau_iia_5", 1e6, "stiff", 3, 0.1, 128);
  add_stiff(plan, "rosenbrock_4", 1, "mild", 4, 0.1, 128);
  add_stiff(plan, "rosenbrock_4", 1e4, "stiff", 1.2, 0.1, 128);
  plan.checks.push_back({"stiff_error_radau_iia_5", [] {
                           return verify::value_check(
                               2.0e-11,
                               measure::prothero_robinson_error(ode::find_stepper("radau_iia_5"), 1e6, 8),
                               0.05e-11, "another program, to two digits", "error after 8 steps at L = 1e6");
                         }});
  return plan;
}

}  // namespace kolmo::sampler_orders
