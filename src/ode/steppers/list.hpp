#pragma once
// The entries that the list of steppers is made of, one file a stepper; Odeint's stand in one file, as it is
// slow to compile.

#include "kolmo/ode/ode_stepper.hpp"

namespace kolmo::ode {

StepperEntry euler();                      // odeint_steppers.cpp
StepperEntry modified_midpoint();          // odeint_steppers.cpp
StepperEntry runge_kutta_4();              // odeint_steppers.cpp
StepperEntry cash_karp();                  // odeint_steppers.cpp
StepperEntry dormand_prince();             // odeint_steppers.cpp
StepperEntry fehlberg_78();                // odeint_steppers.cpp
StepperEntry bulirsch_stoer();             // odeint_steppers.cpp
StepperEntry heun();                       // heun.cpp
StepperEntry dormand_prince_853();         // dormand_prince_853.cpp
StepperEntry adams_bashforth_4();          // adams.cpp
StepperEntry adams_bashforth_moulton_4();  // adams.cpp
StepperEntry rosenbrock_4();               // rosenbrock.cpp
StepperEntry radau_iia_5();                // radau_iia.cpp
#ifdef KOLMO_WITH_SUNDIALS
StepperEntry cvode_bdf();    // cvode.cpp
StepperEntry cvode_adams();  // cvode.cpp
#endif

}  // namespace kolmo::ode
