#pragma once
// Rosenbrock methods of six stages from their coefficients.

#include <array>
#include <memory>

#include "kolmo/ode/ode_stepper.hpp"

namespace kolmo::ode {

/// With W = I/(γh) − J and J = ∂f/∂x the stages are
///   W k_i = f(t + α_i h, x + Σ_j a_ij k_j) + (1/h) Σ_j c_ij k_j + γ_i h ∂f/∂t,
/// the last row of a with k_6 added is x_new, and k_6 is the error estimate. Source: Hairer and Wanner
/// (1996), section IV.7.
struct RosenbrockTable {
  double gamma;
  std::array<double, 6> alpha, gamma_time;
  std::array<std::array<double, 5>, 6> a, c;
};

/// RODAS of order 4(3): stiffly accurate and L-stable (Hairer and Wanner 1996, table IV.7.2 and rodas.f).
/// Odeint 1.74 has the fourth of gamma_time with the wrong sign, which a right side without t hides: with it
/// the order in t is 1.
RosenbrockTable rodas();

/// A stepper of these coefficients; `claim` is what it says of itself.
std::unique_ptr<OdeStepper> make_rosenbrock(const Claim& claim, const RosenbrockTable& table);

}  // namespace kolmo::ode
