#pragma once
// Boost.Odeint's steppers behind OdeStepper; the only file behind this header that includes Odeint is its
// .cpp.

#include <memory>

#include "kolmo/ode/ode_stepper.hpp"

namespace kolmo::ode {

std::unique_ptr<OdeStepper> make_dormand_prince();
std::unique_ptr<OdeStepper> make_runge_kutta_4();

const Claim& dormand_prince_claim();
const Claim& runge_kutta_4_claim();

}  // namespace kolmo::ode
